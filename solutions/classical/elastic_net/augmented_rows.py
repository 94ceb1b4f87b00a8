"""The squares as extra rows of data, sqrt(N lam (1 - l1_ratio)) times the identity, and a lasso on the Gram matrix."""

import numpy as np


def penalty(w, lam, l1_ratio):
    return sum(lam * l1_ratio * abs(v) + lam * (1 - l1_ratio) * v * v / 2 for v in w.tolist())


def lambda_max(X, y, l1_ratio):
    return max(abs(np.cov(X[:, j], y, bias=True)[0, 1]) for j in range(X.shape[1])) / l1_ratio


def elastic_net(X, y, lam, l1_ratio):
    n, d = X.shape
    rows = np.vstack([X - X.mean(axis=0), np.sqrt(n * lam * (1 - l1_ratio)) * np.eye(d)])
    A = rows.T @ rows / n
    c = rows.T @ np.concatenate([y - y.mean(), np.zeros(d)]) / n
    w = np.zeros(d)
    for _ in range(500):
        old = w.copy()
        for j in range(d):
            z = c[j] - A[j] @ w + A[j, j] * w[j]
            shrunk = z - np.clip(z, -lam * l1_ratio, lam * l1_ratio)
            w[j] = shrunk / A[j, j] if A[j, j] > 1e-14 else 0.0
        if np.abs(w - old).max() < 1e-13:
            break
    return w, float(np.mean(y - X @ w))
