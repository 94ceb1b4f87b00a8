"""The logarithm is taken of each density after it has been computed: far from the mean exp gives 0 there, and its logarithm is
-inf. Write out the logarithm of the formula.

caught by: test_the_log_likelihood_of_many_numbers
"""

import numpy as np


def gaussian(x, mean, var):
    return np.exp(-((x - mean) ** 2) / (2 * var)) / np.sqrt(2 * np.pi * var)


def fit_gaussian(x, ddof=0):
    n = len(x)
    if n <= ddof:
        raise ValueError("not enough samples")
    mean = np.sum(x) / n
    return float(mean), float(np.sum((x - mean) ** 2) / (n - ddof))


def fit_multivariate(x, ddof=0):
    n = len(x)
    if n <= ddof:
        raise ValueError("not enough samples")
    mean = np.sum(x, axis=0) / n
    centered = x - mean
    return mean, centered.T @ centered / (n - ddof)


def log_likelihood(x, mean, var):
    if var <= 0:
        raise ValueError("variance must be positive")
    return float(np.sum(np.log(gaussian(x, mean, var))))
