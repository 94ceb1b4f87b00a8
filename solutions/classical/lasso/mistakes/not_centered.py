"""The intercept isn't free: columns and targets have to be centered first, or b fitted beside the weights without a penalty,
or moving y by a constant changes all weights.

caught by: test_the_intercept_is_not_penalized
"""

import numpy as np


def soft_threshold(z, t):
    return np.sign(z) * np.maximum(np.abs(z) - t, 0)


def lambda_max(X, y):
    Xc = X - X.mean(axis=0)
    return float(np.abs(Xc.T @ (y - y.mean())).max() / len(y))


def lasso(X, y, lam):
    n, d = X.shape
    w = np.zeros(d)
    for _ in range(50):
        for j in range(d):
            norm = X[:, j] @ X[:, j] / n
            if np.ptp(X[:, j]) == 0:
                continue
            rho = X[:, j] @ (y - X @ w + w[j] * X[:, j]) / n
            w[j] = soft_threshold(rho, lam) / norm
    return w, float(np.mean(y - X @ w))
