"""argpartition finds the k nearest rows but leaves them in any order, and breaks ties by chance: the nearest comes first.

caught by: test_the_nearest_rows
"""

import numpy as np


def neighbours(X, Q, k, metric="euclidean"):
    if not 1 <= k <= len(X):
        raise ValueError("k out of range")
    if metric == "euclidean":
        dist = np.linalg.norm(Q[:, None, :] - X[None, :, :], axis=-1)
    elif metric == "manhattan":
        dist = np.abs(Q[:, None, :] - X[None, :, :]).sum(axis=-1)
    elif metric == "cosine":
        qn = Q / np.linalg.norm(Q, axis=1, keepdims=True)
        xn = X / np.linalg.norm(X, axis=1, keepdims=True)
        dist = 1 - qn @ xn.T
    else:
        raise ValueError("unknown metric")
    return np.argpartition(dist, k - 1, axis=1)[:, :k]


def classify(X, y, Q, k, metric="euclidean"):
    out = []
    for row in neighbours(X, Q, k, metric):
        values, counts = np.unique(y[row], return_counts=True)
        out.append(values[np.argmax(counts)])
    return np.array(out)


def regress(X, y, Q, k, metric="euclidean"):
    return np.mean(y[neighbours(X, Q, k, metric)], axis=1)
