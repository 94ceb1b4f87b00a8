# needs: scipy
"""The largest eigenvalues of the normalized weights, as the paper has it; the Laplacian is SciPy's."""

import numpy as np
from scipy.linalg import eigh
from scipy.sparse.csgraph import laplacian
from scipy.spatial.distance import pdist, squareform


def affinity(X, gamma):
    return squareform(np.exp(-gamma * pdist(X, "sqeuclidean")))


def normalized_laplacian(W):
    return laplacian(W, normed=True)


def spectral_embedding(W, k):
    n = len(W)
    _, vectors = eigh(np.eye(n) - normalized_laplacian(W), subset_by_index=(n - k, n - 1))
    return vectors / np.linalg.norm(vectors, axis=1)[:, None]


def spectral_clustering(X, k, gamma):
    return kmeans(spectral_embedding(affinity(X, gamma), k), k)
