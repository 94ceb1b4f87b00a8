"""Three anomaly scores and a threshold.

Why it works: the covariance's inverse undoes the stretching and leaning of the training data, so that a distance of 1
is one standard deviation in every direction. All that is fitted comes from the training data.
"""

import numpy as np


def z_scores(train, x):
    return np.abs(x - train.mean()) / train.std()


def iqr_scores(train, x):
    q1, q3 = np.quantile(train, [0.25, 0.75])
    return np.maximum(np.maximum(q1 - x, x - q3), 0) / (q3 - q1)


def mahalanobis_scores(train, X):
    mean = train.mean(axis=0)
    S = (train - mean).T @ (train - mean) / len(train)
    Z = X - mean
    return np.sqrt((Z * np.linalg.solve(S, Z.T).T).sum(axis=1))


def anomalies(train_scores, scores, q):
    return scores > np.quantile(train_scores, q)
