"""pinball(r) = (tau - 1/2) r + |r| / 2, with |r| = u + v. All weights are moved by one common amount, so that a single
extra variable makes them at least 0."""

import numpy as np


def pinball_loss(y, p, tau):
    r = np.asarray(y) - p
    return np.sum((tau - 0.5) * r + 0.5 * np.abs(r)) / len(r)


def subgradient(X, y, w, b, tau):
    r = y - (X @ w + b)
    weight = -((tau - 0.5) * (r != 0) + 0.5 * np.sign(r))
    return np.mean(weight[:, None] * X, axis=0), weight.mean()


def quantile_regression(X, y, tau):
    n, d = X.shape
    B = np.column_stack([X, np.ones(n)])
    A = np.hstack([B, -B.sum(axis=1, keepdims=True), np.eye(n), -np.eye(n)])
    c = np.concatenate([np.zeros(d + 2), np.full(2 * n, 0.5)])
    c[d + 2 : d + 2 + n] += tau - 0.5
    c[d + 2 + n :] -= tau - 0.5
    z = minimize_linear(c, A, y)
    theta = z[: d + 1] - z[d + 1]
    return theta[:d], theta[d]
