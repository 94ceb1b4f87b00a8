"""The weights are those of a Gaussian of the distance: they have to make the row up with the least error, and may be
below 0.

caught by: test_the_weights
"""

import numpy as np


def reconstruction_weights(X, neighbors, reg):
    n, k = neighbors.shape
    W = np.zeros((n, k))
    for i in range(n):
        d2 = ((X[neighbors[i]] - X[i]) ** 2).sum(axis=1)
        w = np.exp(-d2 / (d2.mean() + reg))
        W[i] = w / w.sum()
    return W


def alignment_matrix(weights, neighbors):
    n = weights.shape[0]
    W = np.zeros((n, n))
    for i in range(n):
        W[i, neighbors[i]] = weights[i]
    eye = np.eye(n)
    return (eye - W).T @ (eye - W)


def locally_linear_embedding(X, k, d, reg):
    neighbors = nearest_rows(X, k)
    W = reconstruction_weights(X, neighbors, reg)
    M = alignment_matrix(W, neighbors)
    eigvals, eigvecs = np.linalg.eigh(M)
    idx = np.argsort(eigvals)
    return eigvecs[:, idx[1 : d + 1]] * np.sqrt(X.shape[0])
