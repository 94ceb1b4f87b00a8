"""Each step as weighted least squares: rows times sqrt(s), and extra rows for the penalty."""

import numpy as np


def probabilities(z):
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1.0 + small)


def gradient_and_hessian(X, y, w, b, ridge):
    d = X.shape[1]
    p = probabilities(X @ w + b)
    g, H = np.empty(d + 1), np.empty((d + 1, d + 1))
    s = p * (1 - p)
    g[:d], g[d] = X.T @ (p - y) + ridge * w, np.sum(p - y)
    H[:d, :d] = X.T @ np.diag(s) @ X + ridge * np.eye(d)
    H[:d, d] = H[d, :d] = X.T @ s
    H[d, d] = s.sum()
    return g, H


def newton_logistic_regression(X, y, ridge, tol, max_steps):
    n, d = X.shape
    w, b, steps = np.zeros(d), 0.0, 0
    while True:
        z = X @ w + b
        if ridge == 0 and z[y == 1].min(initial=np.inf) > 0 and z[y == 0].max(initial=-np.inf) < 0:
            raise ValueError("separable")
        g, _ = gradient_and_hessian(X, y, w, b, ridge)
        if max(abs(v) for v in g) <= tol:
            return w, b, steps
        if steps == max_steps:
            raise ValueError("not converged")
        p = probabilities(z)
        s = p * (1 - p)
        if s.min() < 1e-300:
            raise ValueError("a weight is 0")
        root = np.sqrt(s)
        rows = np.column_stack([X, np.ones(n)]) * root[:, None]
        extra = np.sqrt(ridge) * np.eye(d, d + 1)
        q, r = np.linalg.qr(np.vstack([rows, extra]))
        if np.abs(np.diag(r)).min() < 1e-12:
            raise ValueError("singular")
        theta = np.linalg.solve(r, q.T @ np.concatenate([root * (z + (y - p) / s), np.zeros(d)]))
        w, b, steps = theta[:-1], float(theta[-1]), steps + 1
