"""reg itself is added to the diagonal: it is reg times the trace of C, so that the unit of length makes no
difference.

caught by: test_neighbourhoods_of_any_scale
"""

import numpy as np


def reconstruction_weights(X, neighbors, reg):
    n, k = neighbors.shape
    W = np.zeros((n, k))
    for i in range(n):
        Z = X[neighbors[i]] - X[i]
        C = np.dot(Z, Z.T)
        C = C + reg * np.eye(k)
        w = np.linalg.solve(C, np.ones(k))
        W[i] = w / np.sum(w)
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
