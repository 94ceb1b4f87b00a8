"""No walk: each core row takes the smallest index among its core neighbours until nothing changes any more."""

import numpy as np


def distances(X):
    return np.array([np.linalg.norm(X - x, axis=1) for x in X])


def core_rows(X, eps, min_samples):
    return k_distances(X, min_samples) <= eps if min_samples <= len(X) else np.zeros(len(X), dtype=bool)


def dbscan(X, eps, min_samples):
    n = len(X)
    near = distances(X) <= eps
    core = core_rows(X, eps, min_samples)
    root = np.where(core, np.arange(n), n)
    while True:
        smallest = np.where(near & core, root, n).min(axis=1)  # over the core neighbours of each row
        new = np.where(core, smallest, n)
        if np.array_equal(new, root):
            break
        root = new
    numbers = {first: i for i, first in enumerate(sorted(set(root[core].tolist())))}
    return np.array([numbers.get(first, -1) for first in smallest.tolist()])


def k_distances(X, k):
    return np.partition(distances(X), k - 1, axis=1)[:, k - 1]
