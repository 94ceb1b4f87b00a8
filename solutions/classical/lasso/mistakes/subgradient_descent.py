"""Weights that should be exactly 0 stay small numbers, as when sub-gradient descent steps over the kink and never lands on it:
an update that solves the kink, as soft-thresholding does, gives zeros.

caught by: test_zeros_are_exact
"""

import numpy as np


def soft_threshold(z, t):
    return np.sign(z) * np.maximum(np.abs(z) - t, 0)


def lambda_max(X, y):
    Xc = X - X.mean(axis=0)
    yc = y - y.mean()
    return float(np.max(np.abs(Xc.T @ yc)) / len(y))


def lasso(X, y, lam):
    n, d = X.shape
    Xc = X - X.mean(axis=0)
    yc = y - y.mean()
    G, c = Xc.T @ Xc / n, Xc.T @ yc / n
    w = np.zeros(d)
    lr = 0.2 / max(np.linalg.eigvalsh(G)[-1], 1e-12)
    for step in range(500):
        w = w - lr * (G @ w - c + lam * np.sign(w))
    return w, float(y.mean() - w @ X.mean(axis=0))
