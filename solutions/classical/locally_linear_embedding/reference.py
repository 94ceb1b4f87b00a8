"""Locally linear embedding by two linear problems.

Why it works: since the weights sum to 1, the error of a row is |sum_j w_j (x_j - x_i)|^2, a quadratic form with its
minimum on the plane sum(w) = 1 where its gradient is a multiple of (1, ..., 1). The same error for the images is a
quadratic form in each column of Y, and orthogonal columns of one length have it least along the lowest eigenvectors.
"""

import numpy as np


def reconstruction_weights(X, neighbors, reg):
    k = neighbors.shape[1]
    G = X[neighbors] - X[:, None]  # (N, k, D)
    C = G @ G.transpose(0, 2, 1)  # (N, k, k)
    C = C + reg * np.trace(C, axis1=1, axis2=2)[:, None, None] * np.eye(k)
    w = np.linalg.solve(C, np.ones((len(X), k, 1)))[:, :, 0]
    return w / w.sum(axis=1, keepdims=True)


def alignment_matrix(weights, neighbors):
    R = np.eye(len(weights))
    R[np.arange(len(weights))[:, None], neighbors] -= weights  # I - W
    return R.T @ R


def locally_linear_embedding(X, k, d, reg):
    neighbors = nearest_rows(X, k)
    M = alignment_matrix(reconstruction_weights(X, neighbors, reg), neighbors)
    _, vectors = np.linalg.eigh(M)  # eigenvalues ascending
    return np.sqrt(len(X)) * vectors[:, 1 : d + 1]
