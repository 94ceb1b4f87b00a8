"""One row at a time, with dictionaries of clusters; W from the squared distances between the rows of a cluster."""

import math

import numpy as np


def silhouette_samples(X, labels):
    clusters = {}
    for n, label in enumerate(labels.tolist()):
        clusters.setdefault(label, []).append(n)
    if len(clusters) < 2 or len(clusters) >= len(X):
        raise ValueError("the number of clusters must be from 2 to N - 1")
    result = np.zeros(len(X))
    for label, rows in clusters.items():
        if len(rows) == 1:
            continue
        for n in rows:
            a = math.fsum(math.dist(X[n], X[m]) for m in rows) / (len(rows) - 1)
            b = min(
                math.fsum(math.dist(X[n], X[m]) for m in others) / len(others)
                for name, others in clusters.items()
                if name != label
            )
            if a != b:
                result[n] = 1 - a / b if a < b else b / a - 1
    return result


def silhouette_score(X, labels):
    return math.fsum(silhouette_samples(X, labels)) / len(X)


def elbow_curve(X, labelings):
    curve = []
    for labels in labelings:
        total = 0.0
        for label in set(labels.tolist()):
            rows = X[labels == label]
            total += sum(math.dist(p, q) ** 2 for p in rows for q in rows) / (2 * len(rows))
        curve.append(total)
    return np.array(curve)
