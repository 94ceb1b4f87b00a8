"""One matrix of squared or plain distances, in which a merged cluster takes the place of its first part."""

import numpy as np


def update_distance(method, d_ik, d_jk, d_ij, n_i, n_j, n_k):
    if method == "ward":
        d_ik, d_jk, d_ij = d_ik**2, d_jk**2, d_ij**2
        a, b, c, g = (n_i + n_k), (n_j + n_k), -n_k, 0
        a, b, c = (x / (n_i + n_j + n_k) for x in (a, b, c))
    elif method == "average":
        a, b, c, g = n_i / (n_i + n_j), n_j / (n_i + n_j), 0, 0
    else:
        a, b, c, g = 0.5, 0.5, 0, {"single": -0.5, "complete": 0.5}[method]
    value = a * d_ik + b * d_jk + c * d_ij + g * np.abs(d_ik - d_jk)
    return np.sqrt(value) if method == "ward" else value


def linkage(X, method):
    n = len(X)
    d = np.sqrt(np.square(X[:, None, :] - X[None, :, :]).sum(axis=-1))
    d[np.diag_indices(n)] = np.inf
    names, sizes = np.arange(n), np.ones(n, dtype=int)
    merges = np.zeros((n - 1, 4))
    for t in range(n - 1):
        places = np.argwhere(d == d.min())
        a, b = min(places.tolist(), key=lambda pair: (min(names[pair]), max(names[pair])))
        merges[t] = min(names[a], names[b]), max(names[a], names[b]), d[a, b], sizes[a] + sizes[b]
        for k in range(n):
            if k not in (a, b) and np.isfinite(d[a, k]):
                new = update_distance(method, d[a, k], d[b, k], d[a, b], sizes[a], sizes[b], sizes[k])
                d[a, k] = d[k, a] = new
        d[b, :] = d[:, b] = np.inf
        names[a], sizes[a] = n + t, sizes[a] + sizes[b]
    return merges


def cut(merges, k):
    n = len(merges) + 1
    clusters = {i: [i] for i in range(n)}
    for t, (a, b, _, _) in enumerate(merges[: n - k]):
        clusters[n + t] = clusters.pop(int(a)) + clusters.pop(int(b))
    labels = np.zeros(n, dtype=int)
    for number, rows in enumerate(sorted(clusters.values(), key=min)):
        labels[rows] = number
    return labels
