"""The regression has no intercept: a column of ones belongs beside X, with a coefficient, a standard error and a t of its own.

caught by: test_coefficients
"""

import numpy as np


def coefficient_table(X, y):
    n, d = X.shape
    if n <= d + 1:
        raise ValueError("not enough rows")
    XtX_inv = np.linalg.inv(X.T @ X)
    beta = XtX_inv @ X.T @ y
    resid = y - X @ beta
    sigma2 = resid @ resid / (n - d)
    se = np.sqrt(sigma2 * np.diag(XtX_inv))
    return beta, se, beta / se


def variance_inflation(X):
    n, d = X.shape
    vifs = []
    for j in range(d):
        other = np.column_stack([np.delete(X, j, axis=1), np.ones(n)])
        coef, *_ = np.linalg.lstsq(other, X[:, j], rcond=None)
        resid = X[:, j] - other @ coef
        r2 = 1 - resid @ resid / np.sum((X[:, j] - X[:, j].mean()) ** 2)
        vifs.append(np.inf if 1 - r2 <= 1e-10 else 1 / (1 - r2))
    return np.array(vifs)


def durbin_watson(r):
    return float(np.sum(np.diff(r) ** 2) / np.sum(r**2))
