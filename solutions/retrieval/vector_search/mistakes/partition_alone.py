"""argpartition finds k of the largest scores but leaves them in any order: the best comes first.

caught by: test_the_largest_scores
"""

import numpy as np


def similarity(queries, vectors, metric="cosine"):
    if metric == "cosine":
        nq = np.linalg.norm(queries, axis=1)[:, None]
        nv = np.linalg.norm(vectors, axis=1)[None, :]
        return np.where((nq == 0) | (nv == 0), 0.0, queries @ vectors.T / np.where(nq * nv == 0, 1.0, nq * nv))
    if metric == "dot":
        return queries @ vectors.T
    if metric == "euclidean":
        return -np.linalg.norm(queries[:, None, :] - vectors[None], axis=-1)
    raise ValueError(metric)


def top_k(scores, k):
    if not 1 <= k <= scores.shape[1]:
        raise ValueError("k must be between 1 and N")
    idx = np.argpartition(-scores, k - 1, axis=1)[:, :k]
    return idx, np.take_along_axis(scores, idx, axis=1)


def search(queries, vectors, k, metric="cosine"):
    return top_k(similarity(queries, vectors, metric), k)
