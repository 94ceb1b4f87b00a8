"""This is the classical form, once: all parts are taken out of the column as it was. With almost parallel columns Q is no
longer orthogonal. Take each part out of what is left, and do it twice.

caught by: test_almost_parallel_columns
"""

import numpy as np


def qr(a):
    n, k = a.shape
    q = np.zeros((n, k))
    r = np.zeros((k, k))
    for j in range(k):
        v = a[:, j].copy()
        for i in range(j):
            r[i, j] = np.dot(q[:, i], a[:, j])
            v = v - r[i, j] * q[:, i]
        r[j, j] = np.linalg.norm(v)
        if r[j, j] <= 1e-13 * np.linalg.norm(a[:, j]):
            raise ValueError("linearly dependent columns")
        q[:, j] = v / r[j, j]
    return q, r


def least_squares(a, b):
    q, r = qr(a)
    y = q.T @ b
    x = np.zeros(len(y))
    for i in range(len(y) - 1, -1, -1):
        x[i] = (y[i] - r[i, i + 1 :] @ x[i + 1 :]) / r[i, i]
    return x
