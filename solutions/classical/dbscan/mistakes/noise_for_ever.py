"""A row that was visited and called noise stays noise: it is at the border when a core row that is found later is
near it.

caught by: test_rows_at_the_border
"""

import numpy as np


def region_query(X, i, eps):
    return np.where(np.linalg.norm(X - X[i], axis=1) <= eps)[0]


def core_rows(X, eps, min_samples):
    return np.array([len(region_query(X, i, eps)) >= min_samples for i in range(len(X))])


def dbscan(X, eps, min_samples):
    n = len(X)
    labels = -np.ones(n, dtype=int)
    visited = np.zeros(n, dtype=bool)
    c = -1
    for i in range(n):
        if visited[i]:
            continue
        visited[i] = True
        neighbors = region_query(X, i, eps)
        if len(neighbors) < min_samples:
            continue
        c += 1
        labels[i] = c
        seeds = list(neighbors)
        while seeds:
            j = seeds.pop(0)
            if visited[j]:
                continue
            visited[j] = True
            labels[j] = c
            more = region_query(X, j, eps)
            if len(more) >= min_samples:
                seeds.extend(more)
    return labels


def k_distances(X, k):
    return np.array([sorted(np.linalg.norm(X - x, axis=1))[k - 1] for x in X])
