"""The same state of rng gives other means: all draws have to come from the generator that is handed in, or nobody who passes
`rng` can repeat them.

caught by: test_rng_is_the_only_source
"""

import numpy as np


def standard_error(x):
    if len(x) < 2:
        raise ValueError("at least two values")
    return float(np.std(x, ddof=1) / len(x) ** 0.5)


def moments_of_mean(values, probabilities, n):
    mu = np.sum(values * probabilities)
    sigma = np.sqrt(np.sum(values**2 * probabilities) - mu**2)
    return float(mu), float(sigma / np.sqrt(n))


def sample_means(values, probabilities, n, n_repeats, rng):
    draws = np.random.choice(values, size=(n_repeats, n), p=probabilities)
    return draws.mean(axis=1)
