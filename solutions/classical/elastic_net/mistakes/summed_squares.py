"""The penalty is weighed against the sum over the rows, in the threshold and in the denominator: the squares of the objective
are divided by 2N, so that scalar products and sizes are divided by N.

caught by: test_orthogonal_columns
"""

import numpy as np


def soft_threshold(rho, t):
    if rho > t:
        return rho - t
    elif rho < -t:
        return rho + t
    return 0.0


def penalty(w, lam, l1_ratio):
    return lam * (l1_ratio * np.sum(np.abs(w)) + 0.5 * (1 - l1_ratio) * np.sum(w**2))


def lambda_max(X, y, l1_ratio):
    Xc = X - X.mean(axis=0)
    return np.max(np.abs(Xc.T @ (y - y.mean()))) / (len(y) * l1_ratio)


def elastic_net(X, y, lam, l1_ratio):
    n, d = X.shape
    Xc, yc = X - X.mean(axis=0), y - y.mean()
    w = np.zeros(d)
    for _ in range(200):
        old = w.copy()
        for j in range(d):
            r = yc - Xc @ w + Xc[:, j] * w[j]
            rho = Xc[:, j] @ r
            z = Xc[:, j] @ Xc[:, j]
            if z == 0:
                continue
            w[j] = soft_threshold(rho, lam * l1_ratio) / (z + lam * (1 - l1_ratio))
        if np.abs(w - old).max() < 1e-13:
            break
    return w, y.mean() - X.mean(axis=0) @ w
