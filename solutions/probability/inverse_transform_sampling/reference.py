"""The quantile of a uniform number.

Why it works: Q(u) <= t exactly where u <= F(t), which a uniform u satisfies with probability F(t). Searching to the
right of equal values skips outcomes whose interval is empty.
"""

import numpy as np


def exponential_quantile(u, rate):
    return -np.log1p(-u) / rate


def discrete_quantile(u, probabilities):
    outcomes = np.searchsorted(np.cumsum(probabilities), u, side="right")
    return np.minimum(outcomes, np.flatnonzero(probabilities)[-1])


def draw(quantile, size, rng):
    return quantile(rng.random(size))
