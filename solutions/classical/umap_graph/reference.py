"""UMAP's fuzzy graph.

Why it works: the sum of the strengths grows with sigma, so that a bracket can be halved. Measuring from rho takes out
that in many dimensions even the nearest rows are far away; sigma takes out the density. The union keeps an edge if
either end believes in it.
"""

import numpy as np


def smooth_distances(distances):
    rho = distances[:, 0]
    target = np.log2(distances.shape[1])
    sigma = np.empty(len(distances))
    for i, row in enumerate(distances):
        low, high = -40.0, 40.0  # of log(sigma)
        for _ in range(30):
            middle = (low + high) / 2
            if np.exp(-(row - rho[i]) / np.exp(middle)).sum() < target:
                low = middle
            else:
                high = middle
        sigma[i] = max(np.exp(middle), 1e-3 * row.mean())
    return rho, sigma


def membership_strengths(X, k):
    distances = np.sqrt(((X[:, None] - X) ** 2).sum(axis=2))
    np.fill_diagonal(distances, np.inf)
    near = distances.argsort(axis=1)[:, :k]
    d = np.take_along_axis(distances, near, axis=1)
    rho, sigma = smooth_distances(d)
    A = np.zeros(distances.shape)
    np.put_along_axis(A, near, np.exp(-(d - rho[:, None]) / sigma[:, None]), axis=1)
    return A


def fuzzy_union(A, mix):
    both = A * A.T
    return mix * (A + A.T - both) + (1 - mix) * both


def umap_graph(X, k, mix):
    return fuzzy_union(membership_strengths(X, k), mix)
