"""The regression on the other columns inverts A^T A, or solves with it, and it has no inverse when these are dependent
among themselves, whatever column is asked about: `np.linalg.lstsq` or a pseudoinverse needs no full rank.

caught by: test_collinear_columns
"""

import numpy as np


def coefficient_table(X, y):
    n, d = X.shape
    if n <= d + 1:
        raise ValueError("not enough rows")
    A = np.column_stack([X, np.ones(n)])
    inverse = np.linalg.inv(A.T @ A)
    theta = inverse @ A.T @ y
    resid = y - A @ theta
    se = np.sqrt(np.sum(resid**2) / (n - d - 1) * np.diag(inverse))
    return theta, se, theta / se


def variance_inflation(X):
    n, d = X.shape
    factors = []
    for k in range(d):
        A = np.column_stack([np.delete(X, k, axis=1), np.ones(n)])
        target = X[:, k]
        fitted = A @ np.linalg.inv(A.T @ A) @ A.T @ target
        share = np.sum((target - fitted) ** 2) / np.sum((target - target.mean()) ** 2)
        factors.append(np.inf if share <= 1e-10 else 1 / share)
    return np.array(factors)


def durbin_watson(r):
    return float(np.sum(np.diff(r) ** 2) / np.sum(r**2))
