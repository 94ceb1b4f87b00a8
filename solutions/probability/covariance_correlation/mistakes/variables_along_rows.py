"""Each row is taken for a variable, as NumPy's cov does by default: samples lie along axis 0, and the result is (D, D).

caught by: test_the_covariance_matrix
"""

import numpy as np


def covariance(x, ddof=1):
    centered = x - x.mean(axis=1, keepdims=True)
    return centered @ centered.T / (x.shape[1] - ddof)


def correlation(x):
    cov = covariance(x)
    std = np.sqrt(np.diag(cov))
    return np.clip(cov / np.outer(std, std), -1, 1)


def rank_correlation(x):
    ranks = x.argsort(axis=1).argsort(axis=1) + 1.0
    return correlation(ranks)
