"""The means are drawn from a Gaussian with the right mean and spread: that is where the central limit theorem leads for a
large n, and no mean of n draws from this law.

caught by: test_the_law_of_the_means
"""

import numpy as np


def standard_error(x):
    if x.size < 2:
        raise ValueError("at least two values")
    return float(np.sqrt(np.var(x, ddof=1) / x.size))


def moments_of_mean(values, probabilities, n):
    mu = float(np.sum(values * probabilities))
    var = float(np.sum(probabilities * (values - mu) ** 2))
    return mu, float(np.sqrt(var / n))


def sample_means(values, probabilities, n, n_repeats, rng):
    mu, sd = moments_of_mean(values, probabilities, n)
    return rng.normal(mu, sd, size=n_repeats)
