"""The columns are divided by their standard deviations first, so that the penalty is on the weights of the standardized
columns, another objective: J is about the weights of X as it is.

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
    mean, std = X.mean(axis=0), X.std(axis=0)
    std[std == 0] = 1
    Z = (X - mean) / std
    yc = y - y.mean()
    w = np.zeros(d)
    for _ in range(50):
        for j in range(d):
            rho = Z[:, j] @ (yc - Z @ w + Z[:, j] * w[j]) / n
            w[j] = soft_threshold(rho, lam)
    w = w / std
    return w, float(y.mean() - mean @ w)
