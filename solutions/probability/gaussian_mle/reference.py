"""Moments of the centred sample.

Why it works: centred first, the numbers are as small as their spread, and squaring them loses nothing. The covariance
matrix is the sum of the outer products of the centred rows.
"""

import numpy as np


def fit_multivariate(x, ddof=0):
    if len(x) <= ddof:
        raise ValueError(f"{len(x)} samples are too few for ddof = {ddof}")
    mean = x.sum(axis=0) / len(x)
    centred = x - mean
    return mean, centred.T @ centred / (len(x) - ddof)


def fit_gaussian(x, ddof=0):
    mean, covariance = fit_multivariate(x[:, None], ddof)
    return float(mean[0]), float(covariance[0, 0])


def log_likelihood(x, mean, var):
    if var <= 0:
        raise ValueError(f"the variance must be above 0, got {var}")
    return float(-0.5 * (np.log(2 * np.pi * var) + (x - mean) ** 2 / var).sum())
