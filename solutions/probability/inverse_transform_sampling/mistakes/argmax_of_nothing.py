"""Where no cumulative sum is above u, the outcome is 0, as it is of an argmax that finds nothing but False: rounding may leave
the last sum below u, and the last outcome that has probability is due then.

caught by: test_cumulative_sums_below_1
"""

import numpy as np


def exponential_quantile(u, rate):
    return -np.log1p(-u) / rate


def discrete_quantile(u, probabilities):
    cdf = np.cumsum(probabilities)
    return np.argmax(u[:, None] < cdf, axis=1)


def draw(quantile, size, rng):
    return quantile(rng.random(size))
