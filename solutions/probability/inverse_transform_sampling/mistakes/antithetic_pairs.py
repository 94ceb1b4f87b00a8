"""Half of the draws come from 1 - u, with the u of the other half: such pairs lie opposite each other and are not independent.
Each draw takes a uniform number of its own.

caught by: test_draws_are_independent
"""

import numpy as np


def exponential_quantile(u, rate):
    return -np.log1p(-u) / rate


def discrete_quantile(u, probabilities):
    last = np.flatnonzero(probabilities)[-1]
    return np.minimum(np.searchsorted(np.cumsum(probabilities), u, side="right"), last)


def draw(quantile, size, rng):
    u = rng.random((size + 1) // 2)
    u = np.concatenate([u, np.nextafter(1.0, 0.0) - u])[:size]
    return quantile(u)
