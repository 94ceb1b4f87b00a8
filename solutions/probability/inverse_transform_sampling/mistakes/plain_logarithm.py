"""1 - u is computed before its logarithm: for a very small u it is 1 in floating point, and the quantile 0. np.log1p(-u)
keeps it.

caught by: test_small_u
"""

import numpy as np


def exponential_quantile(u, rate):
    return -np.log(1 - u) / rate


def discrete_quantile(u, probabilities):
    cdf = np.cumsum(probabilities)
    idx = np.searchsorted(cdf, u, side="right")
    last = np.max(np.nonzero(probabilities)[0])
    return np.clip(idx, 0, last)


def draw(quantile, size, rng):
    u = rng.uniform(size=size)
    return quantile(u)
