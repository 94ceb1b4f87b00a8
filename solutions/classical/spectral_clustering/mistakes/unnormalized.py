"""The Laplacian is D - W, the unnormalized one, whose parts are balanced by the number of rows: the normalized one
divides each weight by the roots of both degrees.

caught by: test_the_normalized_laplacian
"""

import numpy as np


def affinity(X, gamma):
    sq_dists = np.sum((X[:, None, :] - X[None, :, :]) ** 2, axis=-1)
    W = np.exp(-gamma * sq_dists)
    np.fill_diagonal(W, 0)
    return W


def normalized_laplacian(W):
    D = np.diag(W.sum(axis=1))
    return D - W


def spectral_embedding(W, k):
    L = normalized_laplacian(W)
    eigenvalues, eigenvectors = np.linalg.eigh(L)
    U = eigenvectors[:, :k]
    norms = np.linalg.norm(U, axis=1, keepdims=True)
    return U / norms


def spectral_clustering(X, k, gamma):
    W = affinity(X, gamma)
    T = spectral_embedding(W, k)
    return kmeans(T, k)
