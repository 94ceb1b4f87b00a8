"""Clusters as a matrix of zeros and ones: sums are matrix products, and the inertia falls out of the distances."""

import numpy as np


def table(X, centroids):
    return np.stack([np.square(X - c).sum(axis=1) for c in centroids], axis=1)


def assign(X, centroids):
    return np.argmin(table(X, centroids), axis=1)


def update(X, labels, centroids):
    member = np.equal.outer(np.arange(len(centroids)), labels).astype(np.float64)  # (K, N)
    counts = member.sum(axis=1, keepdims=True)
    return np.where(counts > 0, member @ X / np.maximum(counts, 1), centroids)


def kmeans(X, centroids, max_steps):
    labels, history = assign(X, centroids), [float(table(X, centroids).min(axis=1).sum())]
    changed, left = True, max_steps
    while changed and left:
        centroids = update(X, labels, centroids)
        new = assign(X, centroids)
        changed, labels, left = bool((new != labels).any()), new, left - 1
        history.append(float(table(X, centroids).min(axis=1).sum()))
    return centroids, labels, history
