"""In the fit the squares count with s^2: rows are multiplied by s, or by sqrt(s) with the weights put into the normal equation as
well. It is the root of s, or s itself in the normal equation of the plain rows.

caught by: test_weights_and_intercept
"""

import numpy as np


def scale_rows(X, y, s):
    A = np.column_stack([X, np.ones(X.shape[0])])
    r = np.sqrt(s).reshape(-1, 1)
    return A * r, y * r.ravel()


def weighted_least_squares(X, y, s):
    A, t = scale_rows(X, y, s)
    W = np.diag(s)
    theta = np.linalg.solve(A.T @ W @ A, A.T @ W @ t)
    return theta[:-1], theta[-1]


def weighted_r2(y, p, s):
    ybar = np.average(y, weights=s)
    return 1 - np.sum(s * (y - p) ** 2) / np.sum(s * (y - ybar) ** 2)
