"""A constant column gets a correlation, such as 0, as if it were unrelated: it has none, and its entries are nan.

caught by: test_a_constant_column_has_no_correlation
"""

import numpy as np


def covariance(x, ddof=1):
    centered = x - x.mean(axis=0)
    return centered.T @ centered / (len(x) - ddof)


def correlation(x):
    cov = covariance(x)
    std = np.sqrt(np.diag(cov))
    std = np.where(x.max(axis=0) == x.min(axis=0), 0.0, std)
    denominator = np.outer(std, std)
    corr = np.divide(cov, denominator, out=np.zeros_like(cov), where=denominator > 0)
    corr = np.clip(corr, -1, 1)
    np.fill_diagonal(corr, 1.0)
    return corr


def rank_correlation(x):
    below = (x[None, :, :] < x[:, None, :]).sum(axis=1)
    equal = (x[None, :, :] == x[:, None, :]).sum(axis=1)
    return correlation(below + (equal + 1) / 2)
