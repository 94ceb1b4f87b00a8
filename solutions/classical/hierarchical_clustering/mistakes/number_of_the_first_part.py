"""A merged cluster keeps the number of its first part: it is a new one, with the number N + t.

caught by: test_the_numbers_and_sizes_of_merged_clusters
"""

import math

import numpy as np


def update_distance(method, d_ik, d_jk, d_ij, n_i, n_j, n_k):
    if method == "single":
        return min(d_ik, d_jk)
    if method == "complete":
        return max(d_ik, d_jk)
    if method == "average":
        return (n_i * d_ik + n_j * d_jk) / (n_i + n_j)
    t = n_i + n_j + n_k
    return math.sqrt((n_i + n_k) / t * d_ik**2 + (n_j + n_k) / t * d_jk**2 - n_k / t * d_ij**2)


def linkage(X, method):
    n = X.shape[0]
    D = np.linalg.norm(X[:, None] - X[None], axis=-1)
    np.fill_diagonal(D, np.inf)
    size = np.ones(n, dtype=int)
    result = []
    for _ in range(n - 1):
        i, j = np.unravel_index(np.argmin(D), D.shape)
        i, j = min(i, j), max(i, j)
        d = D[i, j]
        result.append([i, j, d, size[i] + size[j]])
        for k in range(n):
            if k != i and k != j and D[i, k] < np.inf:
                D[i, k] = D[k, i] = update_distance(method, D[i, k], D[j, k], d, size[i], size[j], size[k])
        D[j, :] = np.inf
        D[:, j] = np.inf
        size[i] += size[j]
    return np.array(result, dtype=float)


def cut(merges, k):
    n = len(merges) + 1
    clusters = {i: {i} for i in range(n)}
    for t in range(n - k):
        a, b = merges[t][:2].astype(int)
        clusters[n + t] = clusters.pop(a) | clusters.pop(b)
    labels = np.zeros(n, dtype=int)
    for label, members in enumerate(sorted(clusters.values(), key=min)):
        for m in members:
            labels[m] = label
    return labels
