"""k nearest neighbours by a stable sort of the distances.

Why it works: a stable sort leaves equal distances in the order of the rows, np.unique sorts the labels, and argmax
takes the first of equal counts: both tie rules come for free.
"""

import numpy as np


def distances(X, Q, metric):  # (M, N)
    if metric == "euclidean":
        return np.linalg.norm(Q[:, None] - X, axis=2)
    if metric == "manhattan":
        return np.abs(Q[:, None] - X).sum(axis=2)
    if metric == "cosine":
        return 1 - Q @ X.T / np.outer(np.linalg.norm(Q, axis=1), np.linalg.norm(X, axis=1))
    raise ValueError(f"there is no metric {metric!r}")


def neighbours(X, Q, k, metric="euclidean"):
    if not 1 <= k <= len(X):
        raise ValueError(f"k must be from 1 to {len(X)}, not {k}")
    return np.argsort(distances(X, Q, metric), axis=1, kind="stable")[:, :k]


def classify(X, y, Q, k, metric="euclidean"):
    labels = y[neighbours(X, Q, k, metric)]  # (M, k)
    classes = np.unique(y)
    votes = (labels[:, :, None] == classes).sum(axis=1)  # (M, classes)
    return classes[votes.argmax(axis=1)]


def regress(X, y, Q, k, metric="euclidean"):
    return y[neighbours(X, Q, k, metric)].mean(axis=1)
