"""Some best fit passes through D + 1 points: all choices are tried."""

from itertools import combinations

import numpy as np


def pinball_loss(y, p, tau):
    return float(np.mean([tau * (a - b) if a >= b else (1 - tau) * (b - a) for a, b in zip(y, p, strict=True)]))


def subgradient(X, y, w, b, tau):
    p = X @ w + b
    below, above = (y < p).astype(float), (y > p).astype(float)
    slope = (1 - tau) * below - tau * above
    return X.T @ slope / len(y), np.mean(slope)


def quantile_regression(X, y, tau):
    n, d = X.shape
    B = np.column_stack([X, np.ones(n)])
    best, found = np.inf, None
    for rows in combinations(range(n), d + 1):
        if abs(np.linalg.det(B[list(rows)])) < 1e-12:
            continue
        theta = np.linalg.solve(B[list(rows)], y[list(rows)])
        r = y - B @ theta
        loss = np.sum(r * (tau - (r < 0)))
        if loss < best:
            best, found = loss, theta
    return found[:-1], float(found[-1])
