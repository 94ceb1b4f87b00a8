"""The walk goes on from every row that it reaches: only core rows are walked on from, and a border row ends the
cluster.

caught by: test_nothing_is_reached_through_the_border
"""

import numpy as np


def get_neighbors(X, i, eps):
    return np.where(np.linalg.norm(X - X[i], axis=1) <= eps)[0]


def core_rows(X, eps, min_samples):
    return np.array([len(get_neighbors(X, i, eps)) >= min_samples for i in range(len(X))])


def dbscan(X, eps, min_samples):
    labels = np.full(len(X), -1)
    cluster_id = 0
    core = core_rows(X, eps, min_samples)
    for i in range(len(X)):
        if labels[i] != -1 or not core[i]:
            continue
        labels[i] = cluster_id
        queue = [i]
        while queue:
            j = queue.pop(0)
            for k in get_neighbors(X, j, eps):
                if labels[k] == -1:
                    labels[k] = cluster_id
                    queue.append(k)
        cluster_id += 1
    return labels


def k_distances(X, k):
    d = np.linalg.norm(X[:, None] - X[None], axis=2)
    return np.sort(d, axis=1)[:, k - 1]
