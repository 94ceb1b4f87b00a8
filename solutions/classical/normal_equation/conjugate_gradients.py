"""Conjugate gradients from 0: every step stays in the span of the rows of Xc, where the smallest solution is."""

import numpy as np


def least_squares(X, y):
    mean = X.mean(axis=0)
    A = X - mean
    w = np.zeros(X.shape[1])
    r = A.T @ (y - y.mean())
    p, size = r, r @ r
    limit = 1e-26 * size
    for _ in range(20 * len(w)):
        if size <= limit:
            break
        q = A.T @ (A @ p)
        step = size / (p @ q)
        w, r = w + step * p, r - step * q
        p, size = r + (r @ r) / size * p, r @ r
    return w, float(y.mean() - mean @ w)


def simple_regression(x, y):
    if x.min() == x.max():
        return 0.0, float(y.mean())
    w, b = least_squares(x[:, None], y)
    return float(w[0]), b
