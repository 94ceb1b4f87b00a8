"""The threshold after a gradient step is lam: the proximal step scales the penalty as it scales the gradient, so that it is
lam times the step size.

caught by: test_orthogonal_columns
"""

import numpy as np


def soft_threshold(z, t):
    return np.sign(z) * np.maximum(np.abs(z) - t, 0)


def lambda_max(X, y):
    Xc = X - X.mean(axis=0)
    return float(np.abs(Xc.T @ (y - y.mean())).max() / len(y))


def lasso(X, y, lam):
    n, d = X.shape
    Xc, yc = X - X.mean(axis=0), y - y.mean()
    step = n / np.linalg.norm(Xc, 2) ** 2
    w = np.zeros(d)
    for _ in range(100):
        w = soft_threshold(w - step * Xc.T @ (Xc @ w - yc) / n, lam)
    return w, float(y.mean() - X.mean(axis=0) @ w)
