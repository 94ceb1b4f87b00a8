"""One query after the other: sorted pairs of distance and index, and a Counter for the votes."""

import math
from collections import Counter

import numpy as np


def euclidean(a, b):
    return math.dist(a, b)


def manhattan(a, b):
    return sum(abs(p - q) for p, q in zip(a, b, strict=True))


def cosine(a, b):
    return 1 - sum(p * q for p, q in zip(a, b, strict=True)) / (math.hypot(*a) * math.hypot(*b))


METRICS = {"euclidean": euclidean, "manhattan": manhattan, "cosine": cosine}


def nearest(X, q, k, metric):
    if metric not in METRICS or k < 1 or k > len(X):
        raise ValueError("no such metric, or no such k")
    pairs = sorted((METRICS[metric](q, x), i) for i, x in enumerate(X.tolist()))
    return [i for _, i in pairs[:k]]


def neighbours(X, Q, k, metric="euclidean"):
    return np.array([nearest(X, q, k, metric) for q in Q.tolist()])


def classify(X, y, Q, k, metric="euclidean"):
    found = []
    for row in neighbours(X, Q, k, metric):
        counts = Counter(y[row].tolist())
        most = max(counts.values())
        found.append(min(label for label, count in counts.items() if count == most))
    return np.array(found)


def regress(X, y, Q, k, metric="euclidean"):
    return np.array([float(np.mean(y[row])) for row in neighbours(X, Q, k, metric)])
