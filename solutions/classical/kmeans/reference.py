"""Lloyd's algorithm.

Why it works: for fixed centroids the nearest one is the best choice of each row, and for fixed clusters the mean is the
point with the smallest sum of squares. So the inertia never rises, and a round that changes no label changes nothing.
"""

import numpy as np


def squared_distances(X, centroids):  # (N, K)
    return ((X[:, None] - centroids) ** 2).sum(axis=2)


def assign(X, centroids):
    return squared_distances(X, centroids).argmin(axis=1)


def update(X, labels, centroids):
    centroids = centroids.astype(np.float64)  # a copy
    for k in np.unique(labels):
        centroids[k] = X[labels == k].mean(axis=0)
    return centroids


def inertia(X, labels, centroids):
    return float(((X - centroids[labels]) ** 2).sum())


def kmeans(X, centroids, max_steps):
    labels = assign(X, centroids)
    history = [inertia(X, labels, centroids)]
    for _ in range(max_steps):
        centroids = update(X, labels, centroids)
        before, labels = labels, assign(X, centroids)
        history.append(inertia(X, labels, centroids))
        if np.array_equal(labels, before):
            break
    return centroids, labels, history
