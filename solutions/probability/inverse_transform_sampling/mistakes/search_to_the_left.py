"""The search goes to the left of equal values, so that u = F_k still gives k, and u = 0 an outcome of probability 0. It is
the smallest k with u below F_k: side="right".

caught by: test_u_at_a_cumulative_sum
"""

import numpy as np


def exponential_quantile(u, rate):
    return -np.log1p(-u) / rate


def discrete_quantile(u, probabilities):
    cdf = np.cumsum(probabilities)
    cdf = cdf / cdf[-1]
    return np.searchsorted(cdf, u)


def draw(quantile, size, rng):
    return quantile(rng.random(size))
