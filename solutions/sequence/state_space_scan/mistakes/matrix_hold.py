"""The formula of a full matrix is used on the vector as if it were one number: A is inverted and multiplied as a dot product,
which mixes all entries. With a diagonal A each entry has its own exponential and its own quotient.

caught by: test_zero_order_hold
"""

import numpy as np


def discretize(a, b, delta):
    a_bar = np.exp(delta * a)
    inverse = np.where(a == 0, delta, np.expm1(delta * a) / np.where(a == 0, 1.0, a))
    b_bar = np.dot(inverse, b) * np.ones_like(b)
    return a_bar, b_bar


def ssm_scan(u, a_bar, b_bar, c, d=0.0, x0=None):
    x = np.zeros_like(a_bar) if x0 is None else x0.copy()
    ys = []
    for u_t in u:
        x = a_bar * x + b_bar * u_t
        ys.append(np.dot(c, x) + d * u_t)
    return np.array(ys), x
