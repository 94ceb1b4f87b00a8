"""Standardises the columns first: the correlation is the covariance of what is left; ranks by unique values."""

import numpy as np


def covariance(x, ddof=1):
    deviations = x - np.mean(x, axis=0, keepdims=True)
    return np.einsum("ni,nj->ij", deviations, deviations) / (x.shape[0] - ddof)


def correlation(x):
    deviations = x - np.mean(x, axis=0)
    lengths = np.linalg.norm(deviations, axis=0)
    varies = x.max(axis=0) > x.min(axis=0)
    units = np.where(varies, deviations / np.where(varies, lengths, 1.0), np.nan)
    found = np.minimum(np.maximum(units.T @ units, -1), 1)
    found[np.diag_indices(len(found))] = np.where(varies, 1.0, np.nan)
    return found


def rank_correlation(x):
    ranked = np.zeros(x.shape)
    for j, column in enumerate(x.T):
        _, inverse, counts = np.unique(column, return_inverse=True, return_counts=True)
        last = np.cumsum(counts)
        ranked[:, j] = (last - (counts - 1) / 2)[inverse]
    return correlation(ranked)
