"""The data are centered with their plain means before the weights are applied: with weights, the intercept goes through the
weighted means.

caught by: test_weights_and_intercept
"""

import numpy as np


def scale_rows(X, y, s):
    A = np.column_stack([X, np.ones(X.shape[0])])
    r = np.sqrt(s)
    return A * r[:, None], y * r


def weighted_least_squares(X, y, s):
    Xm, ym = X.mean(axis=0), y.mean()
    Xc, yc = X - Xm, y - ym
    W = np.diag(s)
    w = np.linalg.solve(Xc.T @ W @ Xc, Xc.T @ W @ yc)
    return w, float(ym - Xm @ w)


def weighted_r2(y, p, s):
    ybar = np.sum(s * y) / np.sum(s)
    return float(1 - np.sum(s * (y - p) ** 2) / np.sum(s * (y - ybar) ** 2))
