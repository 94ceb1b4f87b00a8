"""Neighbours are weighted by the inverse of their distance, which is a variant: here each has one vote, and the same part in
the mean.

caught by: test_the_mean_target
"""

import numpy as np


def all_distances(X, Q, metric):
    if metric == "euclidean":
        return np.linalg.norm(Q[:, None, :] - X[None, :, :], axis=-1)
    if metric == "manhattan":
        return np.abs(Q[:, None, :] - X[None, :, :]).sum(axis=-1)
    if metric == "cosine":
        qn = Q / np.linalg.norm(Q, axis=1, keepdims=True)
        xn = X / np.linalg.norm(X, axis=1, keepdims=True)
        return 1 - qn @ xn.T
    raise ValueError("unknown metric")


def neighbours(X, Q, k, metric="euclidean"):
    if not 1 <= k <= len(X):
        raise ValueError("k out of range")
    return np.argsort(all_distances(X, Q, metric), axis=1, kind="stable")[:, :k]


def weights(X, Q, k, metric):
    idx = neighbours(X, Q, k, metric)
    d = np.take_along_axis(all_distances(X, Q, metric), idx, axis=1)
    return idx, 1 / (d + 1e-8)


def classify(X, y, Q, k, metric="euclidean"):
    idx, w = weights(X, Q, k, metric)
    classes = np.unique(y)
    votes = np.array([[w[i][y[idx[i]] == c].sum() for c in classes] for i in range(len(Q))])
    return classes[votes.argmax(axis=1)]


def regress(X, y, Q, k, metric="euclidean"):
    idx, w = weights(X, Q, k, metric)
    return (w * y[idx]).sum(axis=1) / w.sum(axis=1)
