"""The two directions are averaged, as in t-SNE: here an edge holds if either end believes in it, a + b - a b.

caught by: test_the_union
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
    D = np.linalg.norm(X[:, None, :] - X[None, :, :], axis=-1)
    order = np.argsort(D, axis=1)[:, 1 : k + 1]
    d = np.take_along_axis(D, order, axis=1)
    rho, sigma = smooth_distances(d)
    A = np.zeros((n, n))
    for i in range(n):
        A[i, order[i]] = np.exp(-np.maximum(d[i] - rho[i], 0) / sigma[i])
    return A


def fuzzy_union(A, mix):
    union = (A + A.T) / 2
    intersection = A * A.T
    return mix * union + (1 - mix) * intersection


def umap_graph(X, k, mix):
    return fuzzy_union(membership_strengths(X, k), mix)
