"""The probabilities are left out, as if all outcomes were equally likely: draws follow the law that is given.

caught by: test_the_law_of_the_means
"""

import numpy as np


def standard_error(x):
    n = len(x)
    if n < 2:
        raise ValueError("need at least 2 values")
    return float(np.std(x, ddof=1) / np.sqrt(n))


def moments_of_mean(values, probabilities, n):
    mu = np.average(values, weights=probabilities)
    var = np.average((values - mu) ** 2, weights=probabilities)
    return float(mu), float(np.sqrt(var / n))


def sample_means(values, probabilities, n, n_repeats, rng):
    means = []
    for _ in range(n_repeats):
        sample = rng.choice(values, size=n)
        means.append(np.mean(sample))
    return np.array(means)
