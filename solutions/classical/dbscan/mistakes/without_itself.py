"""A core row has to have one neighbour too many, as with > for >= or when the row itself isn't counted: it is its own neighbour,
and the first of its nearest rows.

caught by: test_core_rows
"""

import numpy as np


def pairwise(X):
    d = np.sqrt(((X[:, None, :] - X[None, :, :]) ** 2).sum(-1))
    np.fill_diagonal(d, np.inf)
    return d


def core_rows(X, eps, min_samples):
    return (pairwise(X) <= eps).sum(axis=1) >= min_samples


def dbscan(X, eps, min_samples):
    d = pairwise(X)
    core = core_rows(X, eps, min_samples)
    labels = np.full(len(X), -1, dtype=int)
    cid = 0
    for i in range(len(X)):
        if not core[i] or labels[i] >= 0:
            continue
        labels[i] = cid
        stack = [i]
        while stack:
            p = stack.pop()
            if not core[p]:
                continue
            for q in np.where(d[p] <= eps)[0]:
                if labels[q] == -1:
                    labels[q] = cid
                    stack.append(q)
        cid += 1
    return labels


def k_distances(X, k):
    return np.sort(pairwise(X), axis=1)[:, k - 1]
