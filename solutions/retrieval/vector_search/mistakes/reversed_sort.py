"""An ascending sort is read from its end, which puts equal scores in the order of falling indices: the lower index comes
first.

caught by: test_equal_scores
"""

import numpy as np


def similarity(queries, vectors, metric="cosine"):
    if metric == "dot":
        return np.dot(queries, vectors.T)
    if metric == "cosine":
        q = np.linalg.norm(queries, axis=1, keepdims=True)
        v = np.linalg.norm(vectors, axis=1, keepdims=True)
        q[q == 0] = 1.0
        v[v == 0] = 1.0
        return (queries / q) @ (vectors / v).T
    if metric == "euclidean":
        return -np.sqrt(((queries[:, None, :] - vectors[None, :, :]) ** 2).sum(-1))
    raise ValueError("unknown metric")


def top_k(scores, k):
    if k <= 0 or k > scores.shape[1]:
        raise ValueError("bad k")
    idx = np.argsort(scores, axis=1, kind="stable")[:, ::-1][:, :k]
    return idx, np.take_along_axis(scores, idx, axis=1)


def search(queries, vectors, k, metric="cosine"):
    return top_k(similarity(queries, vectors, metric), k)
