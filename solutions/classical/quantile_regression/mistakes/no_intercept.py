"""The program has no intercept: a column of ones belongs to the matrix, or the fit is forced through the origin.

caught by: test_a_line
"""

import numpy as np


def pinball_loss(y, p, tau):
    e = y - p
    return np.mean(np.maximum(tau * e, (tau - 1) * e))


def subgradient(X, y, w, b, tau):
    e = y - X @ w - b
    grad = -tau * (e > 0) + (1 - tau) * (e < 0)
    return grad @ X / len(y), grad.mean()


def quantile_regression(X, y, tau):
    n, d = X.shape
    A = np.concatenate([X, -X, np.eye(n), -np.eye(n)], axis=1)
    c = np.concatenate([np.zeros(2 * d), tau * np.ones(n), (1 - tau) * np.ones(n)])
    z = minimize_linear(c, A, y)
    w = z[:d] - z[d : 2 * d]
    return w, 0.0
