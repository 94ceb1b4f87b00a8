"""Correlations of small numbers shrink, as where a small number in the denominator keeps it from 0: a constant column is told by
its values, which are all equal, and not by a standard deviation near 0.

caught by: test_units_do_not_matter
"""

import numpy as np


def covariance(x, ddof=1):
    centered = x - x.mean(axis=0)
    return centered.T @ centered / (len(x) - ddof)


def correlation(x):
    cov = covariance(x)
    std = np.sqrt(np.diag(cov)) + 1e-8
    corr = np.clip(cov / np.outer(std, std), -1, 1)
    np.fill_diagonal(corr, 1.0)
    return corr


def rank_correlation(x):
    below = (x[None, :, :] < x[:, None, :]).sum(axis=1)
    equal = (x[None, :, :] == x[:, None, :]).sum(axis=1)
    return correlation(below + (equal + 1) / 2)
