"""Proximal gradient: a gradient step on all that is smooth, the squares of the penalty too, then soft-thresholding."""

import numpy as np


def penalty(w, lam, l1_ratio):
    return lam * (l1_ratio * np.linalg.norm(w, 1) + 0.5 * (1 - l1_ratio) * np.dot(w, w))


def lambda_max(X, y, l1_ratio):
    Xc = X - X.mean(axis=0)
    return np.linalg.norm(Xc.T @ y, np.inf) / len(y) / l1_ratio


def elastic_net(X, y, lam, l1_ratio):
    n, d = X.shape
    Xc = X - X.mean(axis=0)
    H = Xc.T @ Xc / n + lam * (1 - l1_ratio) * np.eye(d)
    c = Xc.T @ y / n
    top = np.linalg.eigvalsh(H)[-1]
    step = 1 / top if top > 0 else 1.0
    w = np.zeros(d)
    for _ in range(5000):
        v = w - step * (H @ w - c)
        new = np.sign(v) * np.maximum(np.abs(v) - step * lam * l1_ratio, 0.0)
        done = np.abs(new - w).max() < 1e-13
        w = new
        if done:
            break
    return w, float(y.mean() - X.mean(axis=0) @ w)
