"""The distances by a Cholesky factor, quantiles by percentiles, the interval by clipping."""

import numpy as np


def z_scores(train, x):
    return np.sqrt((x - np.average(train)) ** 2 / np.var(train))


def iqr_scores(train, x):
    low, high = np.percentile(train, 25), np.percentile(train, 75)
    return np.abs(x - np.clip(x, low, high)) / (high - low)


def mahalanobis_scores(train, X):
    L = np.linalg.cholesky(np.cov(train, rowvar=False, bias=True))
    return np.linalg.norm(np.linalg.solve(L, (X - np.mean(train, axis=0)).T), axis=0)


def anomalies(train_scores, scores, q):
    return np.greater(scores, np.percentile(train_scores, 100 * q))
