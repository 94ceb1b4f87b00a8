# needs: scipy
"""SciPy's root finder and tree."""

import math

import numpy as np
from scipy.optimize import brentq
from scipy.spatial import KDTree


def one_width(row):
    gaps = [value - row[0] for value in row]
    floor = 1e-3 * sum(row) / len(row)

    def excess(sigma):
        return math.fsum(math.exp(-gap / sigma) for gap in gaps) - math.log2(len(row))

    if excess(floor) >= 0:
        return floor
    return brentq(excess, floor, 1e6 * max(row), xtol=1e-12 * max(row), rtol=1e-14)


def smooth_distances(distances):
    return distances[:, 0].copy(), np.array([one_width(row) for row in distances.tolist()])


def membership_strengths(X, k):
    d, near = KDTree(X).query(X, k=k + 1)
    d, near = d[:, 1:], near[:, 1:]
    rho, sigma = smooth_distances(d)
    A = np.zeros((len(X), len(X)))
    for i, neighbours in enumerate(near):
        A[i, neighbours] = np.exp(-np.maximum(d[i] - rho[i], 0) / sigma[i])
    return A


def fuzzy_union(A, mix):
    product = np.einsum("ij,ji->ij", A, A)
    return mix * (A + A.T) + (1 - 2 * mix) * product


def umap_graph(X, k, mix):
    return fuzzy_union(membership_strengths(X, k), mix)
