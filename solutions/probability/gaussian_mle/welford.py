"""One pass over the sample that brings mean and squares up to date with each number, as streams need it."""

import math

import numpy as np


def fit_multivariate(x, ddof=0):
    mean = np.zeros(x.shape[1])
    scatter = np.zeros((x.shape[1], x.shape[1]))
    count = 0
    for row in x:
        count += 1
        before = row - mean
        mean = mean + before / count
        scatter += np.outer(before, row - mean)
    if count - ddof < 1:
        raise ValueError("too few samples")
    return mean, (scatter + scatter.T) / (2 * (count - ddof))


def fit_gaussian(x, ddof=0):
    mean, scatter, count = 0.0, 0.0, 0
    for value in x.tolist():
        count += 1
        before = value - mean
        mean += before / count
        scatter += before * (value - mean)
    if count - ddof < 1:
        raise ValueError("too few samples")
    return mean, scatter / (count - ddof)


def log_likelihood(x, mean, var):
    if not var > 0:
        raise ValueError("variance must be positive")
    constant = -0.5 * math.log(2 * math.pi) - 0.5 * math.log(var)
    return math.fsum(constant - (value - mean) ** 2 / (2 * var) for value in x.tolist())
