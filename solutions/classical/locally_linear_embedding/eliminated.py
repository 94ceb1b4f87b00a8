"""The last weight is eliminated, and the rest is plain least squares with extra rows for the regularization."""

import numpy as np


def reconstruction_weights(X, neighbors, reg):
    n, k = neighbors.shape
    found = np.zeros((n, k))
    for i in range(n):
        G = X[neighbors[i]] - X[i]
        G = np.hstack([G, np.sqrt(reg * np.square(G).sum()) * np.eye(k)])  # (k, D + k)
        head = np.linalg.lstsq((G[:-1] - G[-1]).T, -G[-1], rcond=None)[0]
        found[i] = np.append(head, 1 - head.sum())
    return found


def alignment_matrix(weights, neighbors):
    n, k = weights.shape
    W = np.zeros((n, n))
    for i in range(n):
        for j in range(k):
            W[i, neighbors[i, j]] = weights[i, j]
    return np.eye(n) - W - W.T + W.T @ W


def locally_linear_embedding(X, k, d, reg):
    near = nearest_rows(X, k)
    M = alignment_matrix(reconstruction_weights(X, near, reg), near)
    n = len(X)
    M = M + np.trace(M) * np.ones((n, n)) / n  # lifts the constant vector to the top
    values, vectors = np.linalg.eig(M)
    Y = vectors.real[:, np.argsort(values.real)[:d]]
    return Y / np.sqrt((Y**2).mean(axis=0))
