"""The scan is done at once in powers of Abar, as a cumulative sum of u_t / Abar^t or by logarithms of Abar: the
powers of an entry that fades soon are 0, and what is divided by them, or the logarithm of 0, is inf or nan. A loop
over t never divides.

caught by: test_powers_that_vanish
"""

import numpy as np


def discretize(a, b, delta):
    a_bar = np.exp(delta * a)
    safe_a = np.where(a == 0, 1.0, a)
    b_bar = np.where(a == 0, delta * b, np.expm1(delta * a) / safe_a * b)
    return a_bar, b_bar


def ssm_scan(u, a_bar, b_bar, c, d=0.0, x0=None):
    T, N = len(u), len(a_bar)
    x0 = np.zeros(N) if x0 is None else x0
    if T == 0:
        return np.zeros(0), x0
    powers = a_bar[None, :] ** np.arange(1, T + 1)[:, None]
    inputs = u[:, None] * b_bar[None, :]
    states = powers * (x0 + np.cumsum(inputs / powers, axis=0))
    return states @ c + d * u, states[-1]
