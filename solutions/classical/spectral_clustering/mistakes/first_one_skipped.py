"""The first eigenvector is skipped, as if it said nothing: the K smallest eigenvalues all count, 0 too.

caught by: test_the_embedding
"""

import numpy as np


def affinity(X, gamma):
    n = X.shape[0]
    W = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if i != j:
                W[i, j] = np.exp(-gamma * np.sum((X[i] - X[j]) ** 2))
    return W


def normalized_laplacian(W):
    d = W.sum(axis=1)
    D_inv_sqrt = np.diag(1.0 / np.sqrt(d))
    return np.eye(len(W)) - D_inv_sqrt @ W @ D_inv_sqrt


def spectral_embedding(W, k):
    vals, vecs = np.linalg.eigh(normalized_laplacian(W))
    idx = np.argsort(vals)
    T = vecs[:, idx[1 : k + 1]]
    return T / np.linalg.norm(T, axis=1, keepdims=True)


def spectral_clustering(X, k, gamma):
    return kmeans(spectral_embedding(affinity(X, gamma), k), k)
