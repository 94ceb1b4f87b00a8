"""The fit is near the minimum and not there, as after a fixed number of steps of sub-gradient descent, whose slopes don't get
smaller. The linear program finds it exactly.

caught by: test_the_exact_minimum
"""

import numpy as np


def pinball_loss(y, p, tau):
    diff = y - p
    return float(np.mean(np.where(diff >= 0, tau * diff, (tau - 1) * diff)))


def subgradient(X, y, w, b, tau):
    r = y - (X @ w + b)
    g = np.where(r > 0, -tau, 1 - tau)
    g[r == 0] = 0
    return X.T @ g / len(y), float(np.mean(g))


def quantile_regression(X, y, tau):
    w, b = np.zeros(X.shape[1]), 0.0
    for step in range(1500):
        lr = 0.5 / np.sqrt(step + 1)
        dw, db = subgradient(X, y, w, b, tau)
        w = w - lr * dw
        b = b - lr * db
    return w, b
