"""A column that is a combination of the others, or nearly so, gets a huge number, if not an error: where 1 - R_d^2 is at most
1e-10 the VIF is inf. An inverse of the correlation matrix isn't there for such columns.

caught by: test_collinear_columns
"""

import numpy as np


def coefficient_table(X, y):
    n, d = X.shape
    if n <= d + 1:
        raise ValueError("not enough rows")
    A = np.column_stack([X, np.ones(n)])
    theta, *_ = np.linalg.lstsq(A, y, rcond=None)
    resid = y - A @ theta
    sigma2 = np.sum(resid**2) / (n - d - 1)
    se = np.sqrt(np.diag(sigma2 * np.linalg.inv(A.T @ A)))
    return theta, se, theta / se


def variance_inflation(X):
    corr = np.corrcoef(X, rowvar=False).reshape(X.shape[1], -1)
    return np.diag(np.linalg.inv(corr))


def durbin_watson(r):
    return float(np.sum(np.diff(r) ** 2) / np.sum(r**2))
