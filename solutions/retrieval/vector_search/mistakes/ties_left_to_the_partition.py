"""Which of the scores that are equal to the k-th largest belong to the k is left to argpartition: the ones with the lowest
indices do.

caught by: test_equal_scores
"""

import numpy as np


def similarity(queries, vectors, metric="cosine"):
    if metric == "euclidean":
        return -np.array([np.linalg.norm(vectors - q, axis=1) for q in queries])
    dots = queries @ vectors.T
    if metric == "dot":
        return dots
    if metric != "cosine":
        raise ValueError("metric")
    lengths = np.linalg.norm(queries, axis=1)[:, None] * np.linalg.norm(vectors, axis=1)[None, :]
    result = np.zeros_like(dots)
    result[lengths > 0] = dots[lengths > 0] / lengths[lengths > 0]
    return result


def top_k(scores, k):
    n = scores.shape[1]
    if k < 1 or k > n:
        raise ValueError("k")
    part = np.argpartition(scores, n - k, axis=1)[:, n - k :]
    values = np.take_along_axis(scores, part, axis=1)
    order = np.lexsort((part, -values), axis=1)
    idx = np.take_along_axis(part, order, axis=1)
    return idx, np.take_along_axis(scores, idx, axis=1)


def search(queries, vectors, k, metric="cosine"):
    return top_k(similarity(queries, vectors, metric), k)
