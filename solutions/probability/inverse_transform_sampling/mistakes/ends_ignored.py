"""The cumulative sums are taken to end at 1 exactly: where rounding leaves them below, a u above gives an outcome that
doesn't exist, or none.

caught by: test_cumulative_sums_below_1
"""

import numpy as np


def exponential_quantile(u, rate):
    return -np.log1p(-np.asarray(u)) / rate


def discrete_quantile(u, probabilities):
    cdf = np.cumsum(probabilities)
    out = np.zeros(len(u), dtype=int)
    for i, value in enumerate(u):
        k = 0
        while k < len(cdf) and value >= cdf[k]:
            k += 1
        out[i] = k
    return out


def draw(quantile, size, rng):
    return np.asarray(quantile(rng.random(size)))
