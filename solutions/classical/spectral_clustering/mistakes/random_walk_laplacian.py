"""The weights are divided by the degree of their row alone: I - D^-1 W is the Laplacian of the random walk, which is
not symmetric. Divide by the roots of both degrees.

caught by: test_the_normalized_laplacian
"""

import numpy as np


def affinity(X, gamma):
    W = np.exp(-gamma * np.linalg.norm(X[:, None] - X[None, :], axis=2) ** 2)
    np.fill_diagonal(W, 0)
    return W


def normalized_laplacian(W):
    D = np.diag(W.sum(axis=1))
    return np.linalg.inv(D) @ (D - W)


def spectral_embedding(W, k):
    values, vectors = np.linalg.eig(normalized_laplacian(W))
    order = np.argsort(values.real)
    U = vectors[:, order[:k]].real
    return U / np.linalg.norm(U, axis=1, keepdims=True)


def spectral_clustering(X, k, gamma):
    return kmeans(spectral_embedding(affinity(X, gamma), k), k)
