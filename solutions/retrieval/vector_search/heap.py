"""Python's heap, query by query, with (score, -index) as the key."""

import heapq
import math

import numpy as np


def score(q, v, metric):
    if metric == "euclidean":
        return -math.dist(q, v)
    dot = math.fsum(a * b for a, b in zip(q, v))
    if metric == "dot":
        return dot
    if metric == "cosine":
        lengths = math.hypot(*q) * math.hypot(*v)
        return dot / lengths if lengths else 0.0
    raise ValueError(f"unknown metric {metric}")


def similarity(queries, vectors, metric="cosine"):
    return np.array([[score(q, v, metric) for v in vectors.tolist()] for q in queries.tolist()])


def top_k(scores, k):
    m, n = scores.shape
    if k not in range(1, n + 1):
        raise ValueError("k is out of range")
    indices = [heapq.nlargest(k, range(n), key=lambda j: (row[j], -j)) for row in scores.tolist()]
    return np.array(indices), np.array([[scores[i, j] for j in indices[i]] for i in range(m)])


def search(queries, vectors, k, metric="cosine"):
    indices, scores = top_k(similarity(queries, vectors, metric), k)
    return indices, scores
