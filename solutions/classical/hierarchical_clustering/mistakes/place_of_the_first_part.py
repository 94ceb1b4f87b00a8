"""Among equally near pairs a merged cluster takes the place of its first part, whose row of the matrix it has: its number N + t is
higher than those of all older clusters.

caught by: test_of_equally_near_pairs_the_lowest_is_merged
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
    number = list(range(n))
    result = []
    for t in range(n - 1):
        i, j = np.unravel_index(np.argmin(D), D.shape)
        i, j = min(i, j), max(i, j)
        d = D[i, j]
        result.append([*sorted((number[i], number[j])), d, size[i] + size[j]])
        for k in range(n):
            if k != i and k != j and D[i, k] < np.inf:
                D[i, k] = D[k, i] = update_distance(method, D[i, k], D[j, k], d, size[i], size[j], size[k])
        D[j, :] = np.inf
        D[:, j] = np.inf
        size[i] += size[j]
        number[i] = n + t
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
