"""The distance is taken to Tukey's fences, Q1 - 1.5 IQR and Q3 + 1.5 IQR: it is to the quartiles, and the fences are
where it is 1.5.

caught by: test_iqr_scores
"""

import numpy as np


def z_scores(train, x):
    return abs(x - train.mean()) / train.std()


def iqr_scores(train, x):
    q1, q3 = np.quantile(train, 0.25), np.quantile(train, 0.75)
    iqr = q3 - q1
    lower = q1 - 1.5 * iqr
    upper = q3 + 1.5 * iqr
    return np.maximum(0, np.maximum(lower - x, x - upper)) / iqr


def mahalanobis_scores(train, X):
    diff = X - train.mean(axis=0)
    precision = np.linalg.inv(np.cov(train, rowvar=False, ddof=0))
    return np.sqrt(np.einsum("nd,de,ne->n", diff, precision, diff))


def anomalies(train_scores, scores, q):
    return scores > np.percentile(train_scores, q * 100)
