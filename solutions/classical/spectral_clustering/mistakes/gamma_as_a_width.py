"""gamma divides the squared distance, as the width of a Gaussian does, exp(-|x - y|^2 / (2 gamma^2)): it multiplies it.

caught by: test_affinities_of_different_rows
"""

import numpy as np


def affinity(X, gamma):
    d2 = ((X[:, None] - X[None]) ** 2).sum(-1)
    A = np.exp(-d2 / (2 * gamma**2))
    A[np.arange(len(X)), np.arange(len(X))] = 0
    return A


def normalized_laplacian(W):
    deg = np.sum(W, axis=1)
    return np.eye(W.shape[0]) - W / np.sqrt(deg[:, None] * deg[None, :])


def spectral_embedding(W, k):
    w, v = np.linalg.eigh(normalized_laplacian(W))
    v = v[:, np.argsort(w)[:k]]
    return v / np.sqrt((v**2).sum(axis=1, keepdims=True))


def spectral_clustering(X, k, gamma):
    A = affinity(X, gamma)
    return kmeans(spectral_embedding(A, k), k)
