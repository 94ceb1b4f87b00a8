"""The columns are divided by their standard deviations first, so that the penalty is on the weights of the standardized
columns, another objective: J is about the weights of X as it is.

caught by: test_orthogonal_columns
"""

import numpy as np


def penalty(w, lam, l1_ratio):
    return lam * (l1_ratio * np.sum(np.abs(w)) + 0.5 * (1 - l1_ratio) * np.sum(w**2))


def lambda_max(X, y, l1_ratio):
    Xc = X - X.mean(axis=0)
    return np.max(np.abs(Xc.T @ (y - y.mean()))) / (len(y) * l1_ratio)


def elastic_net(X, y, lam, l1_ratio):
    n, d = X.shape
    mean, std = X.mean(axis=0), X.std(axis=0)
    std[std == 0] = 1
    Z, yc = (X - mean) / std, y - y.mean()
    w = np.zeros(d)
    for _ in range(200):
        old = w.copy()
        for j in range(d):
            rho = Z[:, j] @ (yc - Z @ w + Z[:, j] * w[j]) / n
            w[j] = np.sign(rho) * max(abs(rho) - lam * l1_ratio, 0) / (1 + lam * (1 - l1_ratio))
        if np.abs(w - old).max() < 1e-13:
            break
    w = w / std
    return w, float(y.mean() - mean @ w)
