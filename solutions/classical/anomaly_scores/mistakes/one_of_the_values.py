"""A quantile is taken to be one of the values: it lies at the position q (N - 1), and between two neighbours it is
interpolated.

caught by: test_quantiles_are_interpolated
"""

import numpy as np


def quantile(values, q):
    ordered = sorted(values)
    return ordered[min(int(q * len(ordered)), len(ordered) - 1)]


def z_scores(train, x):
    return np.abs(x - np.mean(train)) / np.std(train)


def iqr_scores(train, x):
    q1, q3 = quantile(train, 0.25), quantile(train, 0.75)
    return np.maximum(0, np.maximum(q1 - x, x - q3)) / (q3 - q1)


def mahalanobis_scores(train, X):
    centered = train - train.mean(axis=0)
    inverse = np.linalg.inv(centered.T @ centered / len(train))
    diff = X - train.mean(axis=0)
    return np.sqrt(np.sum(diff @ inverse * diff, axis=1))


def anomalies(train_scores, scores, q):
    return scores > quantile(train_scores, q)
