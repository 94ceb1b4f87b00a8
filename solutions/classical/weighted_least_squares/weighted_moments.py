"""Weighted means, and the normal equation of weighted covariances."""

import numpy as np


def scale_rows(X, y, s):
    n, d = X.shape
    A, t = np.empty((n, d + 1)), np.empty(n)
    for i in range(n):
        A[i, :d] = X[i] * s[i] ** 0.5
        A[i, d] = s[i] ** 0.5
        t[i] = y[i] * s[i] ** 0.5
    return A, t


def weighted_least_squares(X, y, s):
    share = s / s.sum()
    x_mean, y_mean = share @ X, share @ y
    dx, dy = X - x_mean, y - y_mean
    w = np.linalg.solve(np.einsum("n,ni,nj->ij", share, dx, dx), np.einsum("n,ni,n->i", share, dx, dy))
    return w, y_mean - x_mean @ w


def weighted_r2(y, p, s):
    keep = s > 0
    y, p, s = y[keep], p[keep], s[keep]
    return 1 - np.average((y - p) ** 2, weights=s) / np.average((y - np.average(y, weights=s)) ** 2, weights=s)
