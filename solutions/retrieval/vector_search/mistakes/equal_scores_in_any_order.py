"""Nothing looks at the indices where scores are equal: argpartition, or argsort without kind="stable", leaves those in any
order, and argpartition also chooses among those at the border. The lower index comes first.

caught by: test_equal_scores
"""

import numpy as np


def similarity(queries, vectors, metric="cosine"):
    if metric == "dot":
        return queries @ vectors.T
    if metric == "cosine":
        nq = np.linalg.norm(queries, axis=1, keepdims=True)
        nv = np.linalg.norm(vectors, axis=1, keepdims=True)
        q = queries / np.where(nq == 0, 1.0, nq)
        v = vectors / np.where(nv == 0, 1.0, nv)
        return q @ v.T
    if metric == "euclidean":
        return -np.linalg.norm(queries[:, None, :] - vectors[None, :, :], axis=-1)
    raise ValueError(f"unknown metric: {metric}")


def top_k(scores, k):
    if not 1 <= k <= scores.shape[1]:
        raise ValueError("k must be from 1 to N")
    idx = np.argpartition(-scores, k - 1, axis=1)[:, :k]
    part = np.take_along_axis(scores, idx, axis=1)
    order = np.argsort(-part, axis=1)
    idx = np.take_along_axis(idx, order, axis=1)
    return idx, np.take_along_axis(scores, idx, axis=1)


def search(queries, vectors, k, metric="cosine"):
    return top_k(similarity(queries, vectors, metric), k)
