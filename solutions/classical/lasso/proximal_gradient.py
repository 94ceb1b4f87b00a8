"""Accelerated proximal gradient (FISTA): a gradient step on the squares for all weights, then soft-thresholding."""

import numpy as np


def soft_threshold(z, t):
    return z - np.clip(z, -t, t)


def lambda_max(X, y):
    return max(abs(np.cov(X[:, j], y, bias=True)[0, 1]) for j in range(X.shape[1]))


def lasso(X, y, lam):
    n, d = X.shape
    Xc = X - X.mean(axis=0)
    A, c = Xc.T @ Xc / n, Xc.T @ y / n
    top = np.linalg.eigvalsh(A)[-1]
    step = 1 / top if top > 0 else 1.0
    w, v, t = np.zeros(d), np.zeros(d), 1.0
    for _ in range(3000):
        new = soft_threshold(v - step * (A @ v - c), step * lam)
        if (v - new) @ (new - w) > 0:
            t, v = 1.0, w  # the momentum points uphill: begin anew
            new = soft_threshold(v - step * (A @ v - c), step * lam)
        following = (1 + np.sqrt(1 + 4 * t * t)) / 2
        v = new + (t - 1) / following * (new - w)
        done = np.abs(new - w).max() < 1e-12
        w, t = new, following
        if done and np.abs(w - soft_threshold(w - step * (A @ w - c), step * lam)).max() < 1e-11:
            break
    return w, float(np.mean(y - X @ w))
