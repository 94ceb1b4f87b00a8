"""Means over masks of the matrix of distances, with nan for what doesn't count."""

import numpy as np


def silhouette_samples(X, labels):
    names = sorted(set(labels.tolist()))
    n = len(X)
    if not 1 < len(names) < n:
        raise ValueError("too few or too many clusters")
    distances = np.array([np.linalg.norm(X - x, axis=1) for x in X])
    b = np.full(n, np.inf)
    a = np.full(n, np.nan)
    for name in names:
        inside = labels == name
        b[~inside] = np.minimum(b[~inside], distances[np.ix_(~inside, inside)].mean(axis=1))
        if inside.sum() > 1:
            a[inside] = distances[np.ix_(inside, inside)].sum(axis=1) / (inside.sum() - 1)
    with np.errstate(invalid="ignore"):
        s = (b - a) / np.maximum(a, b)
    return np.nan_to_num(s, nan=0.0)


def silhouette_score(X, labels):
    return np.mean(silhouette_samples(X, labels))


def elbow_curve(X, labelings):
    total = float((X**2).sum())
    return np.array(
        [total - sum((X[z == k].sum(axis=0) ** 2).sum() / (z == k).sum() for k in np.unique(z)) for z in labelings]
    )
