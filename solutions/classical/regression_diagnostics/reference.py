"""What is printed below a regression.

Why it works: theta = (A^T A)^-1 A^T y, so that noise of the variance v gives it the covariance v (A^T A)^-1. Residuals
live in N - D - 1 dimensions, over which their squares are spread.
"""

import numpy as np


def residuals(A, y):
    return y - A @ np.linalg.lstsq(A, y, rcond=None)[0]


def coefficient_table(X, y):
    n, d = X.shape
    if n <= d + 1:
        raise ValueError(f"{n} rows for {d + 1} coefficients leave no degrees of freedom")
    A = np.column_stack([X, np.ones(n)])  # (N, D + 1)
    inverse = np.linalg.inv(A.T @ A)
    theta = inverse @ A.T @ y
    r = y - A @ theta
    se = np.sqrt(r @ r / (n - d - 1) * np.diag(inverse))
    return theta, se, theta / se


def variance_inflation(X):
    factors = np.empty(X.shape[1])
    for d in range(X.shape[1]):
        others = np.delete(X, d, axis=1)
        left = residuals(np.column_stack([others, np.ones(len(X))]), X[:, d])
        share = left @ left / (X.var(axis=0)[d] * len(X))  # 1 - R^2
        factors[d] = 1 / share if share > 1e-10 else np.inf
    return factors


def durbin_watson(r):
    return float((np.diff(r) ** 2).sum() / (r**2).sum())
