"""Quantile regression as a linear program.

Why it works: at the minimum u and v of a row are never both above 0, since lowering both would cost less, so that their
cost is the pinball loss. Weights of either sign are differences of two variables.
"""

import numpy as np


def pinball_loss(y, p, tau):
    r = y - p
    return float(np.maximum(tau * r, (tau - 1) * r).mean())


def subgradient(X, y, w, b, tau):
    r = y - X @ w - b
    slope = np.where(r > 0, -tau, np.where(r < 0, 1 - tau, 0.0)) / len(y)
    return slope @ X, float(slope.sum())


def quantile_regression(X, y, tau):
    n, d = X.shape
    B = np.column_stack([X, np.ones(n)])  # (N, D + 1)
    A = np.hstack([B, -B, np.eye(n), -np.eye(n)])
    c = np.concatenate([np.zeros(2 * d + 2), np.full(n, tau), np.full(n, 1 - tau)])
    z = minimize_linear(c, A, y)
    theta = z[: d + 1] - z[d + 1 : 2 * d + 2]
    return theta[:-1], float(theta[-1])
