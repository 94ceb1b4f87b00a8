"""Only k - 1 other rows are looked at, as where the row itself is sorted first and counts among the k: a row has k others.

caught by: test_a_row_is_not_its_own_neighbour
"""

import numpy as np


def smooth_distances(distances):
    k = distances.shape[1]
    rho = distances[:, 0]
    sigma = np.empty(len(distances))
    for i, row in enumerate(distances):
        lo, hi, mid = 0.0, np.inf, row.mean()
        for _ in range(100):
            if np.exp(-(row - rho[i]) / mid).sum() > np.log2(k):
                hi = mid
            else:
                lo = mid
            mid = 2 * mid if hi == np.inf else (lo + hi) / 2
        sigma[i] = max(mid, 1e-3 * row.mean())
    return rho, sigma


def membership_strengths(X, k):
    D = np.linalg.norm(X[:, None] - X[None], axis=-1)
    idx = np.argsort(D, axis=1)[:, 1:k]
    d = np.take_along_axis(D, idx, axis=1)
    rho, sigma = smooth_distances(d)
    A = np.zeros(D.shape)
    np.put_along_axis(A, idx, np.exp(-(d - rho[:, None]) / sigma[:, None]), axis=1)
    return A


def fuzzy_union(A, mix):
    return mix * (A + A.T - A * A.T) + (1 - mix) * A * A.T


def umap_graph(X, k, mix):
    return fuzzy_union(membership_strengths(X, k), mix)
