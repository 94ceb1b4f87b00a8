"""The weights of least squares are soft-thresholded once, which is the lasso only for orthogonal columns: in general each
weight has to be solved for with the others as they are, again and again.

caught by: test_correlated_columns
"""

import numpy as np


def soft_threshold(z, t):
    return np.sign(z) * np.maximum(np.abs(z) - t, 0)


def lambda_max(X, y):
    Xc = X - X.mean(axis=0)
    return float(np.abs(Xc.T @ (y - y.mean())).max() / len(y))


def lasso(X, y, lam):
    n, d = X.shape
    Xc = X - X.mean(axis=0)
    var = (Xc**2).mean(axis=0)
    w_ls = np.linalg.solve(Xc.T @ Xc + 1e-12 * np.eye(d), Xc.T @ (y - y.mean()))
    w = np.array([soft_threshold(w_ls[j], lam / var[j]) if var[j] > 0 else 0.0 for j in range(d)])
    return w, float(y.mean() - X.mean(axis=0) @ w)
