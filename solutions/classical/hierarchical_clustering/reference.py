"""Agglomeration with a dictionary of distances.

Why it works: the rows are needed for the first distances only. Each merge then costs one update for each cluster that
is left, since the recurrences give the distance to a union from the three distances among its parts and k.
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
    return math.sqrt(((n_i + n_k) * d_ik**2 + (n_j + n_k) * d_jk**2 - n_k * d_ij**2) / (n_i + n_j + n_k))


def linkage(X, method):
    n = len(X)
    distance = {(i, j): math.dist(X[i], X[j]) for j in range(n) for i in range(j)}
    size = dict.fromkeys(range(n), 1)  # of the clusters that are alive
    merges = []
    for new in range(n, 2 * n - 1):
        i, j = min(distance, key=lambda pair: (distance[pair], pair))
        n_i, n_j = size.pop(i), size.pop(j)
        merges.append([i, j, distance[i, j], n_i + n_j])
        for k, n_k in size.items():
            d_ik, d_jk = distance[min(i, k), max(i, k)], distance[min(j, k), max(j, k)]
            distance[k, new] = update_distance(method, d_ik, d_jk, distance[i, j], n_i, n_j, n_k)
        size[new] = n_i + n_j
        distance = {pair: d for pair, d in distance.items() if i not in pair and j not in pair}
    return np.array(merges, dtype=np.float64)


def cut(merges, k):
    n = len(merges) + 1
    parent = list(range(2 * n - 1))
    for t in range(n - k):
        for child in merges[t, :2]:
            parent[int(child)] = n + t
    roots = []
    for root in range(n):
        while parent[root] != root:
            root = parent[root]
        roots.append(root)
    numbers = {root: number for number, root in enumerate(dict.fromkeys(roots))}
    return np.array([numbers[root] for root in roots])
