"""What comes back is float32, as where rows and vectors are cast as in a deep learning library: half of the digits are lost.
All is float64.

caught by: test_the_pairs
"""

import numpy as np


def predict(X, w0, w, V):
    X, w, V = X.astype(np.float32), w.astype(np.float32), V.astype(np.float32)
    square_of_sum = (X @ V) ** 2
    sum_of_squares = (X**2) @ (V**2)
    return w0 + X @ w + 0.5 * (square_of_sum - sum_of_squares).sum(axis=1)


def gradient(X, V, g):
    X, V, g = X.astype(np.float32), V.astype(np.float32), g.astype(np.float32)
    A = X @ V
    dV = X.T @ (g[:, None] * A) - V * ((X**2).T @ g)[:, None]
    return float(g.sum()), X.T @ g, dV
