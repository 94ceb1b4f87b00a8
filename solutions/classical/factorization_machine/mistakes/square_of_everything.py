"""The two squares are taken in the wrong order: the dimensions are added up before the sum over columns is squared, and v_i.v_j
becomes the product of two sums. Square for each of the k dimensions, then add.

caught by: test_the_pairs
"""

import numpy as np


def predict(X, w0, w, V):
    linear = w0 + X @ w
    square_of_sum = np.sum(X @ V, axis=1) ** 2
    sum_of_square = np.sum((X**2) @ (V**2), axis=1)
    return linear + 0.5 * (square_of_sum - sum_of_square)


def gradient(X, V, g):
    A = X @ V
    dV = np.zeros_like(V)
    for n in range(len(X)):
        dV += g[n] * (np.outer(X[n], A[n]) - V * (X[n] ** 2)[:, None])
    return float(g.sum()), X.T @ g, dV
