"""Not both factors of a product are centred, as in the mean of squares less the square of the mean: two large numbers are
subtracted, and with a mean of 1e8 nothing is left of the digits. Centre first.

caught by: test_numbers_far_from_0
"""

import numpy as np


def fit_gaussian(x, ddof=0):
    n = len(x)
    if n <= ddof:
        raise ValueError("not enough samples")
    mean = np.sum(x) / n
    var = np.sum(x**2) / n - mean**2
    return float(mean), float(var * n / (n - ddof))


def fit_multivariate(x, ddof=0):
    n = len(x)
    if n <= ddof:
        raise ValueError("not enough samples")
    mean = np.sum(x, axis=0) / n
    cov = x.T @ x / n - np.outer(mean, mean)
    return mean, cov * n / (n - ddof)


def log_likelihood(x, mean, var):
    if var <= 0:
        raise ValueError("variance must be positive")
    return float(np.sum(-0.5 * np.log(2 * np.pi * var) - (x - mean) ** 2 / (2 * var)))
