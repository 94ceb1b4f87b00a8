"""The weights of all pairs are written into a D x D matrix: right for a few columns, but out of memory for many. The square of
the sum needs only k numbers a row.

caught by: test_many_columns
"""

import numpy as np


def predict(X, w0, w, V):
    W = np.triu(V @ V.T, k=1)
    return w0 + X @ w + np.einsum("nd,nd->n", X @ W, X)


def gradient(X, V, g):
    G = X.T @ (g[:, None] * X)
    np.fill_diagonal(G, 0)
    return float(g.sum()), X.T @ g, G @ V
