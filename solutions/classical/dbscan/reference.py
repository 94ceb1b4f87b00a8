"""DBSCAN in waves over the core rows.

Why it works: being connected through core rows is an equivalence, so waves from any core row find its whole cluster,
whatever the order. Beginning them by index gives the numbers, and since a row keeps the first label it gets, a border
row has the lowest of its clusters.
"""

import numpy as np


def squared_distances(X):
    return ((X[:, None] - X) ** 2).sum(axis=2)


def core_rows(X, eps, min_samples):
    return (squared_distances(X) <= eps**2).sum(axis=1) >= min_samples


def dbscan(X, eps, min_samples):
    near = squared_distances(X) <= eps**2
    core = core_rows(X, eps, min_samples)
    labels = np.full(len(X), -1)
    cluster = 0
    for n in np.flatnonzero(core):
        if labels[n] != -1:
            continue
        reached = np.arange(len(X)) == n
        for _ in X:  # a path has at most N steps
            reached = reached | near[reached & core].any(axis=0)
        labels[reached & (labels == -1)] = cluster
        cluster += 1
    return labels


def k_distances(X, k):
    return np.sqrt(np.sort(squared_distances(X), axis=1)[:, k - 1])
