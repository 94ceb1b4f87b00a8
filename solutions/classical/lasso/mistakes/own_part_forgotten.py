"""rho is taken of the residuals of all features, the weight's own part included: what x_d explains already has to be added
back before it is thresholded, or the weight shrinks towards 0 from sweep to sweep.

caught by: test_orthogonal_columns
"""

import numpy as np


def soft_threshold(z, t):
    if np.ndim(z):
        return np.array([soft_threshold(v, t) for v in z])
    if z > t:
        return z - t
    if z < -t:
        return z + t
    return 0.0


def lambda_max(X, y):
    Xc = X - X.mean(axis=0)
    return float(np.abs(Xc.T @ (y - y.mean())).max() / len(y))


def lasso(X, y, lam):
    n, d = X.shape
    Xc = X - X.mean(axis=0)
    yc = y - y.mean()
    w = np.zeros(d)
    for _ in range(60):
        for j in range(d):
            norm = Xc[:, j] @ Xc[:, j] / n
            if norm == 0:
                continue
            residual = yc - Xc @ w
            rho = Xc[:, j] @ residual / n
            w[j] = soft_threshold(rho, lam) / norm
    b = y.mean() - X.mean(axis=0) @ w
    return w, b
