"""Silhouettes from the sums of distances to each cluster.

Why it works: one product of the distances (N, N) with the one-hot labels (N, K) gives every row's total distance to
every cluster. Divided by the sizes these are all means at once; in its own cluster a row adds 0 to the sum, and only
the divisor has to leave it out.
"""

import numpy as np


def silhouette_samples(X, labels):
    names, own = np.unique(labels, return_inverse=True)
    if not 2 <= len(names) <= len(X) - 1:
        raise ValueError(f"a silhouette needs 2 to {len(X) - 1} clusters, and there are {len(names)}")
    rows = np.arange(len(X))
    member = np.eye(len(names))[own]  # (N, K)
    size = member.sum(axis=0)
    distances = np.sqrt(((X[:, None] - X) ** 2).sum(axis=2))
    sums = distances @ member  # (N, K)
    a = sums[rows, own] / np.maximum(size[own] - 1, 1)
    means = sums / size
    means[rows, own] = np.inf
    b = means.min(axis=1)
    larger = np.maximum(a, b)
    use = (size[own] > 1) & (larger > 0)
    return np.where(use, (b - a) / np.where(use, larger, 1.0), 0.0)


def silhouette_score(X, labels):
    return float(silhouette_samples(X, labels).mean())


def inertia(X, labels):
    return sum(((X[labels == k] - X[labels == k].mean(axis=0)) ** 2).sum() for k in np.unique(labels))


def elbow_curve(X, labelings):
    return np.array([inertia(X, labels) for labels in labelings], dtype=np.float64)
