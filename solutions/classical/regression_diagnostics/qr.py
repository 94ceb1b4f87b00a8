"""QR: the inverse of R has the standard errors in its rows; for the VIF an orthonormal basis of the other columns."""

import math

import numpy as np


def coefficient_table(X, y):
    n, d = X.shape
    if n - d - 1 < 1:
        raise ValueError("too few rows")
    Q, R = np.linalg.qr(np.column_stack([X, np.ones(n)]))
    back = np.linalg.inv(R)
    theta = back @ (Q.T @ y)
    left = y @ y - np.sum((Q.T @ y) ** 2)
    se = math.sqrt(left / (n - d - 1)) * np.linalg.norm(back, axis=1)
    return theta, se, theta / se


def variance_inflation(X):
    Z = X - X.mean(axis=0)
    Z = Z / np.linalg.norm(Z, axis=0)
    result = []
    for d in range(Z.shape[1]):
        U, s, _ = np.linalg.svd(np.delete(Z, d, axis=1), full_matrices=False)
        basis = U[:, s > 1e-9]
        left = Z[:, d] - basis @ (basis.T @ Z[:, d])
        share = float(left @ left)
        result.append(1 / share if share > 1e-10 else math.inf)
    return np.array(result)


def durbin_watson(r):
    steps = [b - a for a, b in zip(r[:-1].tolist(), r[1:].tolist(), strict=True)]
    return sum(s * s for s in steps) / sum(v * v for v in r.tolist())
