"""Ward's recurrence is applied to plain distances: it holds for their squares, and the root comes at the end.

caught by: test_the_update_of_ward
"""

import numpy as np


def update_distance(method, d_ik, d_jk, d_ij, n_i, n_j, n_k):
    if method == "single":
        return min(d_ik, d_jk)
    elif method == "complete":
        return max(d_ik, d_jk)
    elif method == "average":
        return (n_i * d_ik + n_j * d_jk) / (n_i + n_j)
    elif method == "ward":
        total = n_i + n_j + n_k
        return ((n_i + n_k) * d_ik + (n_j + n_k) * d_jk - n_k * d_ij) / total
    raise ValueError(method)


def linkage(X, method):
    n = len(X)
    active = list(range(n))
    sizes = {i: 1 for i in range(n)}
    D = {}
    for i in range(n):
        for j in range(i + 1, n):
            D[(i, j)] = float(np.linalg.norm(X[i] - X[j]))
    merges = []
    next_id = n
    while len(active) > 1:
        best = None
        for x in range(len(active)):
            for y in range(x + 1, len(active)):
                pair = (active[x], active[y])
                if best is None or D[pair] < D[best]:
                    best = pair
        i, j = best
        merges.append([i, j, D[best], sizes[i] + sizes[j]])
        active.remove(i)
        active.remove(j)
        for k in active:
            d_ik = D[(min(i, k), max(i, k))]
            d_jk = D[(min(j, k), max(j, k))]
            D[(k, next_id)] = update_distance(method, d_ik, d_jk, D[best], sizes[i], sizes[j], sizes[k])
        sizes[next_id] = sizes[i] + sizes[j]
        active.append(next_id)
        next_id += 1
    return np.array(merges, dtype=float)


def cut(merges, k):
    n = len(merges) + 1
    groups = {i: [i] for i in range(n)}
    for t in range(n - k):
        a, b = int(merges[t, 0]), int(merges[t, 1])
        groups[n + t] = groups.pop(a) + groups.pop(b)
    labels = np.empty(n, dtype=int)
    for c, rows in enumerate(sorted(groups.values(), key=min)):
        labels[rows] = c
    return labels
