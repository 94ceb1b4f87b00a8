"""Row by row with Python's numbers."""

import math

import numpy as np


def square(a, b):
    return math.fsum((p - q) ** 2 for p, q in zip(a, b, strict=True))


def assign(X, centroids):
    centres = centroids.tolist()
    return np.array([min(range(len(centres)), key=lambda k: square(x, centres[k])) for x in X.tolist()])


def update(X, labels, centroids):
    result = []
    for k, old in enumerate(centroids.tolist()):
        rows = [x for x, label in zip(X.tolist(), labels.tolist(), strict=True) if label == k]
        result.append([math.fsum(column) / len(rows) for column in zip(*rows, strict=True)] if rows else old)
    return np.array(result)


def inertia(X, labels, centroids):
    return math.fsum(square(x, c) for x, c in zip(X.tolist(), centroids[labels].tolist(), strict=True))


def kmeans(X, centroids, max_steps):
    labels = assign(X, centroids)
    history = [inertia(X, labels, centroids)]
    while len(history) <= max_steps:
        centroids = update(X, labels, centroids)
        new = assign(X, centroids)
        history.append(inertia(X, new, centroids))
        if labels.tolist() == new.tolist():
            return centroids, labels, history
        labels = new
    return centroids, labels, history
