"""Reflections instead of projections: orthonormal by construction; signs turned so that R has a positive diagonal."""

import numpy as np


def qr(a):
    n, k = a.shape
    r = a.astype(float)
    q = np.eye(n)
    for j in range(k):
        v = r[j:, j].copy()
        size = np.sqrt(np.sum(v**2))
        if size <= 1e-13 * np.sqrt(np.sum(a[:, j] ** 2)):
            raise ValueError("dependent columns")
        v[0] += np.copysign(size, v[0])
        v /= np.sqrt(np.sum(v**2))
        r[j:] -= 2 * np.outer(v, v @ r[j:])
        q[:, j:] -= 2 * np.outer(q[:, j:] @ v, v)
    signs = np.where(np.diag(r) < 0, -1.0, 1.0)
    return q[:, :k] * signs, np.triu(r[:k]) * signs[:, None]


def least_squares(a, b):
    q, r = qr(a)
    x = q.T @ b
    for j in range(len(x) - 1, -1, -1):
        x[j] /= r[j, j]
        x[:j] -= x[j] * r[:j, j]
    return x
