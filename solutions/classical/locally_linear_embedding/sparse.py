# needs: scipy
"""SciPy's sparse matrices for W, its inverse of C for the weights and its solver for a part of the spectrum."""

import numpy as np
from scipy.linalg import eigh, inv
from scipy.sparse import csr_matrix, identity


def reconstruction_weights(X, neighbors, reg):
    rows = []
    for x, near in zip(X, neighbors, strict=True):
        G = X[near] - x
        C = np.einsum("ad,bd->ab", G, G)
        inverse = inv(C + reg * np.trace(C) * np.identity(len(near)))
        rows.append(inverse.sum(axis=1) / inverse.sum())
    return np.stack(rows)


def alignment_matrix(weights, neighbors):
    n, k = weights.shape
    W = csr_matrix((weights.ravel(), neighbors.ravel(), np.arange(0, n * k + 1, k)), shape=(n, n))
    R = identity(n, format="csr") - W
    return (R.T @ R).toarray()


def locally_linear_embedding(X, k, d, reg):
    near = nearest_rows(X, k)
    _, Y = eigh(alignment_matrix(reconstruction_weights(X, near, reg), near), subset_by_index=(1, d))
    return Y * len(X) ** 0.5
