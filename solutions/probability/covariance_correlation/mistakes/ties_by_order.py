"""Equal values don't share the mean of the ranks that they take up: they get the lowest of them, the number of different values
up to theirs, or ranks by the order in which they come.

caught by: test_equal_values_share_their_rank
"""

import numpy as np


def covariance(x, ddof=1):
    centered = x - x.mean(axis=0)
    return centered.T @ centered / (len(x) - ddof)


def correlation(x):
    cov = covariance(x)
    std = np.sqrt(np.diag(cov))
    std = np.where(x.max(axis=0) == x.min(axis=0), np.nan, std)
    corr = np.clip(cov / np.outer(std, std), -1, 1)
    np.fill_diagonal(corr, np.where(np.isnan(std), np.nan, 1.0))
    return corr


def rank_correlation(x):
    ranks = x.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") + 1.0
    return correlation(ranks)
