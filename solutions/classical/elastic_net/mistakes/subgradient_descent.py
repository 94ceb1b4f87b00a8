"""A weight that should be exactly 0 isn't, as when gradient descent with lam l1_ratio sign(w) steps over the kink and never lands
on it: an update that solves the kink, soft-thresholding by lam l1_ratio, gives zeros.

caught by: test_zeros_are_exact
"""

import numpy as np


def penalty(w, lam, l1_ratio):
    return lam * (l1_ratio * np.sum(np.abs(w)) + 0.5 * (1 - l1_ratio) * np.sum(w**2))


def lambda_max(X, y, l1_ratio):
    Xc = X - X.mean(axis=0)
    return np.max(np.abs(Xc.T @ (y - y.mean()))) / (len(y) * l1_ratio)


def elastic_net(X, y, lam, l1_ratio):
    n, d = X.shape
    Xc, yc = X - X.mean(axis=0), y - y.mean()
    w = np.zeros(d)
    lr = 0.05
    for _ in range(1000):
        grad = -Xc.T @ (yc - Xc @ w) / n
        grad += lam * l1_ratio * np.sign(w) + lam * (1 - l1_ratio) * w
        w -= lr * grad
    return w, y.mean() - X.mean(axis=0) @ w
