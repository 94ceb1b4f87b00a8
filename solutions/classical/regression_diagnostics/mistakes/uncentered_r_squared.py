"""R_d^2 is taken of raw squares, in regressions without an intercept: means then count as something that the other columns
explain. Add a column of ones and compare with the squares around the mean.

caught by: test_variance_inflation
"""

import numpy as np


def coefficient_table(X, y):
    n, d = X.shape
    if n <= d + 1:
        raise ValueError("not enough rows")
    A = np.column_stack([X, np.ones(n)])
    theta = np.linalg.solve(A.T @ A, A.T @ y)
    resid = y - A @ theta
    sigma2 = resid @ resid / (n - d - 1)
    se = np.sqrt(sigma2 * np.diag(np.linalg.inv(A.T @ A)))
    return theta, se, theta / se


def variance_inflation(X):
    d = X.shape[1]
    vifs = np.ones(d)
    for j in range(d):
        other = np.delete(X, j, axis=1)
        if other.shape[1] == 0:
            continue
        coef = np.linalg.lstsq(other, X[:, j], rcond=None)[0]
        resid = X[:, j] - other @ coef
        r2 = 1 - resid @ resid / (X[:, j] @ X[:, j])
        vifs[j] = np.inf if 1 - r2 <= 1e-10 else 1 / (1 - r2)
    return vifs


def durbin_watson(r):
    return float(np.sum(np.diff(r) ** 2) / np.sum(r**2))
