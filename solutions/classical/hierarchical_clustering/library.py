# needs: scipy
"""SciPy's tree, cut by its own function; the clusters are numbered anew."""

import math

import numpy as np
from scipy.cluster import hierarchy


def update_distance(method, d_ik, d_jk, d_ij, n_i, n_j, n_k):
    if method == "average":
        return np.average([d_ik, d_jk], weights=[n_i, n_j])
    if method == "ward":
        total = n_i + n_j + n_k
        squares = (n_i + n_k) / total * d_ik**2 + (n_j + n_k) / total * d_jk**2 - n_k / total * d_ij**2
        return math.sqrt(squares)
    return {"single": min, "complete": max}[method](d_ik, d_jk)


def linkage(X, method):
    return hierarchy.linkage(X, method)


def cut(merges, k):
    labels = hierarchy.cut_tree(merges, n_clusters=k)[:, 0]
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[inverse]
