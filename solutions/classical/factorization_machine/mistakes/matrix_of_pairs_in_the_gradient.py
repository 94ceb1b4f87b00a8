"""The gradient of V is made with the D x D matrix of all pairs of columns: the sums of X @ V do without it.

caught by: test_many_columns
"""

import numpy as np


def predict(X, w0, w, V):
    sums = X @ V
    return w0 + X @ w + 0.5 * np.sum(sums**2 - (X**2) @ (V**2), axis=1)


def gradient(X, V, g):
    pairs = X.T @ (g[:, None] * X)
    np.fill_diagonal(pairs, 0)
    return np.sum(g), X.T @ g, pairs @ V
