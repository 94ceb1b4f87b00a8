"""Squared distances and cosines order as the distances do; votes are counted by bincount, sums by a matrix product."""

import numpy as np


def keys(X, Q, metric):
    if metric == "euclidean":
        return np.square(Q[:, None, :] - X[None, :, :]).sum(-1)
    if metric == "manhattan":
        return sum(np.abs(np.subtract.outer(Q[:, d], X[:, d])) for d in range(X.shape[1]))
    if metric == "cosine":
        return -(Q / np.sqrt((Q * Q).sum(1))[:, None]) @ (X / np.sqrt((X * X).sum(1))[:, None]).T
    raise ValueError(metric)


def neighbours(X, Q, k, metric="euclidean"):
    if k < 1 or k > X.shape[0]:
        raise ValueError(k)
    values = keys(X, Q, metric)
    index = np.broadcast_to(np.arange(X.shape[0]), values.shape)
    return np.lexsort((index, values), axis=-1)[:, :k]


def classify(X, y, Q, k, metric="euclidean"):
    classes, codes = np.unique(y, return_inverse=True)
    picked = codes[neighbours(X, Q, k, metric)]
    return classes[[np.bincount(row, minlength=len(classes)).argmax() for row in picked]]


def regress(X, y, Q, k, metric="euclidean"):
    chosen = np.zeros((len(Q), len(X)))
    np.put_along_axis(chosen, neighbours(X, Q, k, metric), 1.0 / k, axis=1)
    return chosen @ y
