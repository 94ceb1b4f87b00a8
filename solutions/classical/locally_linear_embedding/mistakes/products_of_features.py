"""C is G^T G, (D, D), the products of the features: the weights belong to the k neighbours, so that C has the products of their
differences, G G^T, (k, k).

caught by: test_the_weights
"""

import numpy as np


def reconstruction_weights(X, neighbors, reg):
    n, k = neighbors.shape
    W = np.zeros((n, k))
    for i in range(n):
        G = X[neighbors[i]] - X[i]
        C = G.T @ G
        C = C + reg * np.trace(C) * np.eye(len(C))
        w = np.linalg.solve(C, np.ones(len(C)))
        W[i] = w / w.sum()
    return W


def alignment_matrix(weights, neighbors):
    n = len(weights)
    W = np.zeros((n, n))
    for i in range(n):
        W[i, neighbors[i]] = weights[i]
    return (np.eye(n) - W).T @ (np.eye(n) - W)


def locally_linear_embedding(X, k, d, reg):
    neighbors = nearest_rows(X, k)
    M = alignment_matrix(reconstruction_weights(X, neighbors, reg), neighbors)
    values, vectors = np.linalg.eigh(M)
    return vectors[:, 1 : d + 1] * np.sqrt(len(X))
