"""Something is divided by cumulative products, as in a cumulative sum of b_t / A_t: where a factor is 0 or a product underflows
that is 0 / 0. The scan never divides.

caught by: test_factors_of_0_and_products_that_underflow
"""

import numpy as np


def combine_steps(left, right):
    (a1, b1), (a2, b2) = left, right
    return a2 * a1, a2 * b1 + b2


def associative_scan(combine, elements):
    out = tuple(e.copy() for e in elements)
    n = out[0].shape[0]
    offset = 1
    while offset < n:
        new = combine(tuple(e[:-offset] for e in out), tuple(e[offset:] for e in out))
        for e, v in zip(out, new):
            e[offset:] = v
        offset = offset * 2
    return out


def linear_recurrence(a, b, h0=None):
    A = np.cumprod(a, axis=0)
    h = A * np.cumsum(b / A, axis=0)
    if h0 is not None:
        h = h + A * h0
    return h
