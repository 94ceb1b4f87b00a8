"""Distances are sorted together with the labels or targets, so that of rows at the same distance the one with the smaller
label comes first: it is the one with the lower index.

caught by: test_of_equal_distances_the_lower_index_is_nearer
"""

from collections import Counter

import numpy as np


def distance(a, b, metric):
    if metric == "euclidean":
        return np.sqrt(np.sum((a - b) ** 2))
    if metric == "manhattan":
        return np.sum(np.abs(a - b))
    if metric == "cosine":
        return 1 - np.dot(a, b) / (np.linalg.norm(a) * np.linalg.norm(b))
    raise ValueError("unknown metric")


def neighbours(X, Q, k, metric="euclidean"):
    if k < 1 or k > len(X):
        raise ValueError("k out of range")
    result = []
    for q in Q:
        pairs = sorted((distance(q, x, metric), i) for i, x in enumerate(X))
        result.append([i for _, i in pairs[:k]])
    return np.array(result)


def nearest_values(X, y, q, k, metric):
    if k < 1 or k > len(X):
        raise ValueError("k out of range")
    pairs = sorted((distance(q, x, metric), value) for x, value in zip(X, y, strict=True))
    return [value for _, value in pairs[:k]]


def classify(X, y, Q, k, metric="euclidean"):
    predictions = []
    for q in Q:
        votes = Counter(nearest_values(X, y, q, k, metric))
        most = max(votes.values())
        predictions.append(min(label for label, count in votes.items() if count == most))
    return np.array(predictions)


def regress(X, y, Q, k, metric="euclidean"):
    return np.array([np.mean(nearest_values(X, y, q, k, metric)) for q in Q])
