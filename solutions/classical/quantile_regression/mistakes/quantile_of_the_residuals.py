"""The slope is that of a least squares fit, which an outlier pulls, and moving that fit up or down until a share tau of the
points is below it doesn't help. Slope and intercept have to be fitted with the pinball loss.

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
    A = np.column_stack([X, np.ones(len(X))])
    theta = np.linalg.lstsq(A, y, rcond=None)[0]
    residuals = y - A @ theta
    return theta[:-1], float(theta[-1] + np.quantile(residuals, tau))
