"""sigma is looked for between two fixed numbers: distances in other units are outside. Double the upper end until it
is one.

caught by: test_distances_of_any_scale
"""

import numpy as np


def smooth_distances(distances):
    n, k = distances.shape
    rho = distances.min(axis=1)
    sigma = np.zeros(n)
    for i in range(n):
        lo, hi = 1e-3, 1000.0
        for _ in range(50):
            mid = (lo + hi) / 2
            s = np.exp(-(distances[i] - rho[i]) / mid).sum()
            if s > np.log2(k):
                hi = mid
            else:
                lo = mid
        sigma[i] = max((lo + hi) / 2, 1e-3 * np.mean(distances[i]))
    return rho, sigma


def membership_strengths(X, k):
    n = X.shape[0]
    D = np.linalg.norm(X[:, None, :] - X[None, :, :], axis=-1)
    order = np.argsort(D, axis=1)[:, 1 : k + 1]
    d = np.take_along_axis(D, order, axis=1)
    rho, sigma = smooth_distances(d)
    A = np.zeros((n, n))
    for i in range(n):
        A[i, order[i]] = np.exp(-np.maximum(d[i] - rho[i], 0) / sigma[i])
    return A


def fuzzy_union(A, mix):
    product = A * A.T
    union = A + A.T - product
    return mix * union + (1 - mix) * product


def umap_graph(X, k, mix):
    A = membership_strengths(X, k)
    return fuzzy_union(A, mix)
