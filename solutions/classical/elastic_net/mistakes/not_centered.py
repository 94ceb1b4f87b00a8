"""The intercept isn't free: columns and targets have to be centered first, or b fitted beside the weights without a penalty,
or moving y by a constant changes all weights.

caught by: test_the_intercept_is_not_penalized
"""

import numpy as np


def penalty(w, lam, l1_ratio):
    return lam * (l1_ratio * np.sum(np.abs(w)) + 0.5 * (1 - l1_ratio) * np.sum(w**2))


def lambda_max(X, y, l1_ratio):
    Xc = X - X.mean(axis=0)
    return np.max(np.abs(Xc.T @ (y - y.mean()))) / (len(y) * l1_ratio)


def elastic_net(X, y, lam, l1_ratio):
    n, d = X.shape
    w = np.zeros(d)
    for _ in range(200):
        old = w.copy()
        for j in range(d):
            if np.std(X[:, j]) == 0:
                continue
            r = y - X @ w + X[:, j] * w[j]
            rho = X[:, j] @ r / n
            z = X[:, j] @ X[:, j] / n
            w[j] = np.sign(rho) * max(abs(rho) - lam * l1_ratio, 0) / (z + lam * (1 - l1_ratio))
        if np.abs(w - old).max() < 1e-13:
            break
    b = np.mean(y - X @ w)
    return w, b
