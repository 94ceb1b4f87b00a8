"""Least squares goes through the normal equations, A^T A x = A^T b or R^T R x = A^T b: they square the condition number, and
half of the digits are lost. R x = Q^T b needs no product with A.

caught by: test_least_squares_keeps_its_digits
"""

import numpy as np


def qr(a):
    n, k = a.shape
    q = np.zeros((n, k))
    r = np.zeros((k, k))
    for j in range(k):
        v = a[:, j].copy()
        for _ in range(2):
            for i in range(j):
                c = np.dot(q[:, i], v)
                r[i, j] += c
                v = v - c * q[:, i]
        r[j, j] = np.linalg.norm(v)
        if r[j, j] <= 1e-13 * np.linalg.norm(a[:, j]):
            raise ValueError("linearly dependent columns")
        q[:, j] = v / r[j, j]
    return q, r


def least_squares(a, b):
    _, r = qr(a)
    y = a.T @ b
    k = len(y)
    z = np.zeros(k)
    for i in range(k):
        z[i] = (y[i] - r[:i, i] @ z[:i]) / r[i, i]
    x = np.zeros(k)
    for i in range(k - 1, -1, -1):
        x[i] = (z[i] - r[i, i + 1 :] @ x[i + 1 :]) / r[i, i]
    return x
