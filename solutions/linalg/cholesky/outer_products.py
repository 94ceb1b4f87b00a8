"""Takes each column's outer product out of what is left of A; the update rotates pairs of columns by matrices."""

import numpy as np


def cholesky(a):
    left = np.tril(a) + np.tril(a, -1).T
    columns = []
    for j in range(len(a)):
        pivot = left[j, j]
        if pivot <= 1e-12 * abs(a[j, j]):
            raise ValueError("not positive definite")
        column = left[:, j] / np.sqrt(pivot)
        column[:j] = 0.0
        columns.append(column)
        left = left - np.outer(column, column)
    return np.stack(columns, axis=1)


def solve(a, b):
    factor = cholesky(a)
    x = np.array(b, dtype=float)
    for j in range(len(x)):
        x[j] /= factor[j, j]
        x[j + 1 :] -= x[j] * factor[j + 1 :, j]
    for j in range(len(x) - 1, -1, -1):
        x[j] = (x[j] - factor[j + 1 :, j] @ x[j + 1 :]) / factor[j, j]
    return x


def log_determinant(a):
    return float(np.log(np.square(np.diagonal(cholesky(a)))).sum())


def update(factor, v):
    pairs = np.column_stack([factor, v])  # L L^T + v v^T is this times its transpose
    for k in range(len(v)):
        r = np.hypot(pairs[k, k], pairs[k, -1])
        rotation = np.array([[pairs[k, k], -pairs[k, -1]], [pairs[k, -1], pairs[k, k]]]) / r
        pairs[:, [k, -1]] = pairs[:, [k, -1]] @ rotation
    return np.tril(pairs[:, :-1])
