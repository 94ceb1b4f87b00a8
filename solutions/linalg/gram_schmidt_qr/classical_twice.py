"""The classical form with matrix products, twice: all parts at once, which is enough as well."""

import numpy as np


def qr(a):
    n, k = a.shape
    q = np.empty((n, 0))
    columns = []
    for j in range(k):
        first = q.T @ a[:, j]
        v = a[:, j] - q @ first
        second = q.T @ v
        v = v - q @ second
        size = np.sqrt(v @ v)
        if size <= 1e-13 * np.sqrt(a[:, j] @ a[:, j]):
            raise ValueError("dependent columns")
        columns.append(np.concatenate([first + second, [size], np.zeros(k - j - 1)]))
        q = np.column_stack([q, v / size])
    return q, np.array(columns).T


def least_squares(a, b):
    q, r = qr(a)
    right = (q.T @ b).tolist()
    x = [0.0] * len(right)
    for j in range(len(right) - 1, -1, -1):
        x[j] = (right[j] - sum(r[j, i] * x[i] for i in range(j + 1, len(right)))) / r[j, j]
    return np.array(x)
