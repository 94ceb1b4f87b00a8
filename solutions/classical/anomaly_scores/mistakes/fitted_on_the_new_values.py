"""Mean, deviation, quartiles and covariance are those of the new values, in which the outliers hide themselves: they come from
the training data.

caught by: test_z_scores
"""

import numpy as np


def z_scores(train, x):
    return np.abs((x - np.mean(x)) / np.std(x))


def iqr_scores(train, x):
    q1 = np.percentile(x, 25)
    q3 = np.percentile(x, 75)
    iqr = q3 - q1
    below = np.where(x < q1, (q1 - x) / iqr, 0)
    above = np.where(x > q3, (x - q3) / iqr, 0)
    return below + above


def mahalanobis_scores(train, X):
    mean = np.mean(X, axis=0)
    inv = np.linalg.pinv(np.cov(X.T, bias=True))
    return np.array([np.sqrt((r - mean).dot(inv).dot(r - mean)) for r in X])


def anomalies(train_scores, scores, q):
    threshold = np.quantile(train_scores, q)
    return scores > threshold
