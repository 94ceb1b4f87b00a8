"""A row is the nearest of its own k neighbours, so that rho is 0 and only k - 1 others are left: it has k others.

caught by: test_a_row_is_not_its_own_neighbour
"""

import numpy as np


def smooth_distances(distances):
    n, k = distances.shape
    target = np.log2(k)
    rho = distances[:, 0].copy()
    sigma = np.zeros(n)
    for i in range(n):
        lo, hi, mid = 0.0, np.inf, 1.0
        for _ in range(64):
            s = np.sum(np.exp(-(distances[i] - rho[i]) / mid))
            if abs(s - target) < 1e-6:
                break
            if s > target:
                hi = mid
                mid = (lo + hi) / 2
            else:
                lo = mid
                mid = mid * 2 if hi == np.inf else (lo + hi) / 2
        sigma[i] = max(mid, 1e-3 * distances[i].mean())
    return rho, sigma


def membership_strengths(X, k):
    n = X.shape[0]
    D = np.sqrt(((X[:, None] - X[None]) ** 2).sum(axis=2))
    idx = np.argsort(D, axis=1)[:, :k]
    d = np.sort(D, axis=1)[:, :k]
    rho, sigma = smooth_distances(d)
    A = np.zeros((n, n))
    for i in range(n):
        for j in range(k):
            A[i, idx[i, j]] = np.exp(-max(d[i, j] - rho[i], 0) / sigma[i])
    return A


def fuzzy_union(A, mix):
    product = A * A.T
    union = A + A.T - product
    return mix * union + (1 - mix) * product


def umap_graph(X, k, mix):
    A = membership_strengths(X, k)
    return fuzzy_union(A, mix)
