"""An active set: solve the linear system of the weights that aren't 0, drop or add one weight at a time."""

import numpy as np


def soft_threshold(z, t):
    z = np.asarray(z, dtype=float)
    return np.where(z > t, z - t, np.where(z < -t, z + t, 0.0))


def lambda_max(X, y):
    n = len(X)
    return np.linalg.norm((X.T @ (y - np.mean(y))) / n, np.inf)


def lasso(X, y, lam):
    n, d = X.shape
    Xc = X - X.mean(axis=0)
    A, c = Xc.T @ Xc / n, Xc.T @ y / n
    w, sign = np.zeros(d), np.zeros(d)
    for _ in range(200):
        slope = c - A @ w
        slope[sign != 0] = 0
        j = int(np.argmax(np.abs(slope)))
        if abs(slope[j]) <= lam * (1 + 1e-10):
            break
        sign[j] = np.sign(slope[j])
        while True:
            on = np.flatnonzero(sign)
            goal = np.zeros(d)
            goal[on] = np.linalg.solve(A[np.ix_(on, on)], c[on] - lam * sign[on])
            wrong = [k for k in on if goal[k] * sign[k] < 0]
            if not wrong:
                w = goal
                break
            shares = {k: w[k] / (w[k] - goal[k]) for k in wrong}
            first = min(shares, key=shares.get)
            w = w + shares[first] * (goal - w)
            w[first] = sign[first] = 0.0
    return w, float(y.mean() - w @ X.mean(axis=0))
