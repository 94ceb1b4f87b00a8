# needs: scipy
"""SciPy's distances."""

import numpy as np
from scipy.spatial.distance import cdist


def similarity(queries, vectors, metric="cosine"):
    if metric == "dot":
        return queries @ vectors.T
    if metric == "euclidean":
        return -cdist(queries, vectors)
    if metric != "cosine":
        raise ValueError(metric)
    result = 1 - cdist(queries, vectors, "cosine")
    result[~queries.any(axis=1)] = 0.0
    result[:, ~vectors.any(axis=1)] = 0.0
    return result


def top_k(scores, k):
    if not 0 < k <= scores.shape[1]:
        raise ValueError(k)
    places = np.broadcast_to(np.arange(scores.shape[1]), scores.shape)
    indices = np.lexsort((places, -scores), axis=1)[:, :k]
    return indices, np.take_along_axis(scores, indices, 1)


def search(queries, vectors, k, metric="cosine"):
    return top_k(similarity(queries, vectors, metric), k)
