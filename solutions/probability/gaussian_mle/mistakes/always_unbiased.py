"""The sum of squares is divided by N - 1 though ddof is 0: maximum likelihood, which is the default here, divides by N.

caught by: test_the_mean_and_the_variance
"""

import numpy as np


def fit_gaussian(x, ddof=0):
    n = len(x)
    if n <= ddof:
        raise ValueError("not enough samples")
    mean = np.sum(x) / n
    return float(mean), float(np.sum((x - mean) ** 2) / max(n - 1, 1))


def fit_multivariate(x, ddof=0):
    n = len(x)
    if n <= ddof:
        raise ValueError("not enough samples")
    mean = np.sum(x, axis=0) / n
    centered = x - mean
    return mean, centered.T @ centered / max(n - 1, 1)


def log_likelihood(x, mean, var):
    if var <= 0:
        raise ValueError("variance must be positive")
    return float(np.sum(-0.5 * np.log(2 * np.pi * var) - (x - mean) ** 2 / (2 * var)))
