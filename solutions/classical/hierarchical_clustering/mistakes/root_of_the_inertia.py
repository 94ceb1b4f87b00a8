"""Ward's distance lacks the 2 under the root: sqrt(2 n_i n_j / (n_i + n_j)) times the distance of the means is the Euclidean
distance between single rows, and without the 2 it is the root of the inertia that a merge adds.

caught by: test_the_heights_of_ward
"""

import numpy as np


def update_distance(method, d_ik, d_jk, d_ij, n_i, n_j, n_k):
    if method == "single":
        return min(d_ik, d_jk)
    if method == "complete":
        return max(d_ik, d_jk)
    if method == "average":
        return (n_i * d_ik + n_j * d_jk) / (n_i + n_j)
    return np.sqrt(((n_i + n_k) * d_ik**2 + (n_j + n_k) * d_jk**2 - n_k * d_ij**2) / (n_i + n_j + n_k))


def cluster_distance(A, B, method):
    D = np.linalg.norm(A[:, None] - B[None], axis=2)
    if method == "single":
        return D.min()
    if method == "complete":
        return D.max()
    if method == "average":
        return D.mean()
    n_a, n_b = len(A), len(B)
    return np.sqrt(n_a * n_b / (n_a + n_b)) * np.linalg.norm(A.mean(axis=0) - B.mean(axis=0))


def linkage(X, method):
    n = len(X)
    clusters = {i: [i] for i in range(n)}
    Z = []
    for new in range(n, 2 * n - 1):
        ids = sorted(clusters)
        pairs = [(a, b) for i, a in enumerate(ids) for b in ids[i + 1 :]]
        d, a, b = min((cluster_distance(X[clusters[a]], X[clusters[b]], method), a, b) for a, b in pairs)
        merged = clusters.pop(a) + clusters.pop(b)
        clusters[new] = merged
        Z.append([a, b, d, len(merged)])
    return np.array(Z)


def cut(merges, k):
    n = len(merges) + 1
    clusters = {i: [i] for i in range(n)}
    for t in range(n - k):
        a, b = int(merges[t, 0]), int(merges[t, 1])
        clusters[n + t] = clusters.pop(a) + clusters.pop(b)
    labels = np.zeros(n, dtype=int)
    for c, rows in enumerate(sorted(clusters.values(), key=min)):
        labels[rows] = c
    return labels
