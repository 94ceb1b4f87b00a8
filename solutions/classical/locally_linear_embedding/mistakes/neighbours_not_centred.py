"""C has the products of the neighbours themselves: they are those of their differences from the row, x_j - x_i, so that
it makes no difference where the origin is.

caught by: test_the_weights
"""

import numpy as np


def reconstruction_weights(X, neighbors, reg):
    n, k = neighbors.shape
    W = np.zeros((n, k))
    for i in range(n):
        Z = X[neighbors[i]]
        C = Z @ Z.T
        C = C + reg * np.trace(C) * np.eye(k)
        w = np.linalg.solve(C, np.ones(k))
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
    M = alignment_matrix(reconstruction_weights(X, neighbors, reg), neighbors)
    values, vectors = np.linalg.eigh(M)
    return vectors[:, 1 : d + 1] * np.sqrt(len(X))
