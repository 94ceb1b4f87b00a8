"""Spectral clustering as in Ng, Jordan and Weiss.

Why it works: v.Lv is the sum over all edges of W_nm (v_n / sqrt(d_n) - v_m / sqrt(d_m))^2 / 2, so that a small
eigenvalue belongs to a vector that hardly changes across heavy edges. Within a part that hangs together the rows of U
all point the same way; only their length tells their degrees, and the division takes that out.
"""

import numpy as np


def affinity(X, gamma):
    W = np.exp(-gamma * ((X[:, None] - X) ** 2).sum(axis=2))
    np.fill_diagonal(W, 0.0)
    return W


def normalized_laplacian(W):
    scale = 1 / np.sqrt(W.sum(axis=1))
    return np.eye(len(W)) - scale[:, None] * W * scale


def spectral_embedding(W, k):
    _, vectors = np.linalg.eigh(normalized_laplacian(W))  # eigenvalues ascending
    U = vectors[:, :k]
    return U / np.linalg.norm(U, axis=1, keepdims=True)


def spectral_clustering(X, k, gamma):
    return kmeans(spectral_embedding(affinity(X, gamma), k), k)
