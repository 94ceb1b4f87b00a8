"""A coefficient at a time: what is left of a column once all others are taken out of it (Frisch, Waugh and Lovell)."""

import numpy as np


def left_over(A, d):
    rest = np.delete(A, d, axis=1)
    return A[:, d] - rest @ (np.linalg.pinv(rest) @ A[:, d])


def coefficient_table(X, y):
    n, d = X.shape
    if not n > d + 1:
        raise ValueError("too few rows")
    A = np.hstack([X, np.ones((n, 1))])
    parts = [left_over(A, k) for k in range(d + 1)]
    theta = np.array([u @ y / (u @ u) for u in parts])
    v = np.sum((y - A @ theta) ** 2) / (n - len(theta))
    se = np.array([np.sqrt(v / (u @ u)) for u in parts])
    return theta, se, theta / se


def variance_inflation(X):
    A = np.hstack([X, np.ones((len(X), 1))])
    found = np.full(X.shape[1], np.inf)
    for d in range(X.shape[1]):
        share = np.mean(left_over(A, d) ** 2) / np.var(X[:, d])
        if share > 1e-10:
            found[d] = 1 / share
    return found


def durbin_watson(r):
    return 2 * (1 - np.dot(r[1:], r[:-1]) / np.dot(r, r)) - (r[0] ** 2 + r[-1] ** 2) / np.dot(r, r)
