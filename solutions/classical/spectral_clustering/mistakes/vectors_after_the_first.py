"""These are eigenvectors after the first, as they come: the K smallest eigenvalues all count, 0 too, and each row of the
embedding is divided by its length.

caught by: test_the_embedding
"""

import numpy as np


def affinity(X, gamma):
    W = np.exp(-gamma * ((X[:, None] - X) ** 2).sum(axis=2))
    np.fill_diagonal(W, 0.0)
    return W


def normalized_laplacian(W):
    d = 1 / np.sqrt(W.sum(axis=1))
    return np.eye(len(W)) - d[:, None] * W * d


def spectral_embedding(W, k):
    eigenvalues, eigenvectors = np.linalg.eigh(normalized_laplacian(W))
    return eigenvectors[:, 1 : k + 1]


def spectral_clustering(X, k, gamma):
    return kmeans(spectral_embedding(affinity(X, gamma), k), k)
