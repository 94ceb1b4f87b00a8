"""Each feature is divided by its own deviation and nothing else: what the features have in common, off the diagonal
of S, is what the Mahalanobis distance is for.

caught by: test_mahalanobis_scores
"""

import numpy as np


def z_scores(train, x):
    mu, sigma = np.mean(train), np.std(train)
    return np.abs(x - mu) / sigma


def iqr_scores(train, x):
    q1, q3 = np.percentile(train, [25, 75])
    scores = np.zeros(len(x))
    scores[x < q1] = (q1 - x[x < q1]) / (q3 - q1)
    scores[x > q3] = (x[x > q3] - q3) / (q3 - q1)
    return scores


def mahalanobis_scores(train, X):
    z = (X - train.mean(axis=0)) / train.std(axis=0)
    return np.sqrt((z**2).sum(axis=1))


def anomalies(train_scores, scores, q):
    return scores > np.quantile(train_scores, q)
