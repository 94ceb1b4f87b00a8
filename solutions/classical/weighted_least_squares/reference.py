"""Weighted least squares through scaled rows.

Why it works: s r^2 is (sqrt(s) r)^2, and sqrt(s) r is the residual of the scaled row. The 1 of the intercept belongs to
the row.
"""

import numpy as np


def scale_rows(X, y, s):
    root = np.sqrt(s)
    A = np.column_stack([X, np.ones(len(X))]) * root[:, None]  # (N, D + 1)
    return A, root * y


def weighted_least_squares(X, y, s):
    A, t = scale_rows(X, y, s)
    theta = np.linalg.solve(A.T @ A, A.T @ t)
    return theta[:-1], float(theta[-1])


def weighted_r2(y, p, s):
    mean = (s * y).sum() / s.sum()
    return float(1 - (s * (y - p) ** 2).sum() / (s * (y - mean) ** 2).sum())
