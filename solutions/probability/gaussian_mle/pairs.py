"""Half the mean squared difference of all pairs, which needs no mean; the likelihood from the moments."""

import numpy as np


def fit_multivariate(x, ddof=0):
    n = len(x)
    if n <= ddof:
        raise ValueError("too few samples")
    shift = x - x[0]
    differences = shift[:, None] - shift[None]
    total = np.einsum("ijd,ije->de", differences, differences) / (2 * n)
    return x[0] + shift.mean(axis=0), total / (n - ddof)


def fit_gaussian(x, ddof=0):
    n = len(x)
    if n <= ddof:
        raise ValueError("too few samples")
    squares = np.subtract.outer(x, x) ** 2
    return float(x[0] + (x - x[0]).mean()), float(squares.sum() / (2 * n) / (n - ddof))


def log_likelihood(x, mean, var):
    if var <= 0:
        raise ValueError("variance must be positive")
    n = len(x)
    middle, spread = fit_gaussian(x)
    return float(-n / 2 * (np.log(2 * np.pi) + np.log(var)) - n * (spread + (middle - mean) ** 2) / (2 * var))
