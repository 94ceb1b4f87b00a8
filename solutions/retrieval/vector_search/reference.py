"""Scores as one table, then a stable sort of what is selected.

Why it works: whatever reaches the k-th largest score is a candidate, and there are at least k of them, in the order of
their indices. A stable sort by falling score leaves equal ones in that order, so that the first k are right.
"""

import numpy as np


def similarity(queries, vectors, metric="cosine"):
    if metric == "dot":
        return queries @ vectors.T
    if metric == "cosine":
        lengths = np.outer(np.linalg.norm(queries, axis=1), np.linalg.norm(vectors, axis=1))
        return np.divide(queries @ vectors.T, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    if metric == "euclidean":
        return -np.linalg.norm(queries[:, None] - vectors, axis=2)
    raise ValueError(f"no metric is called {metric!r}")


def best_of(row, k):
    border = np.partition(row, len(row) - k)[len(row) - k]
    candidates = np.flatnonzero(row >= border)
    return candidates[np.argsort(-row[candidates], kind="stable")][:k]


def top_k(scores, k):
    if not 1 <= k <= scores.shape[1]:
        raise ValueError(f"{k} of {scores.shape[1]} can't be taken")
    indices = np.array([best_of(row, k) for row in scores])
    return indices, np.take_along_axis(scores, indices, axis=1)


def search(queries, vectors, k, metric="cosine"):
    return top_k(similarity(queries, vectors, metric), k)
