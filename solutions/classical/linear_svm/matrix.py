"""Signed rows: y_n x_n with a signed 1 beside it, so that margins are one product."""

import numpy as np


def hinge_loss_and_gradient(w, b, X, y, lam):
    A = y[:, None] * np.column_stack([X, np.ones(len(X))])
    slack = np.clip(1 - A @ np.append(w, b), 0, None)
    g = -(A * (slack > 0)[:, None]).mean(axis=0)
    return np.mean(slack) + lam * np.square(w).sum() / 2, g[:-1] + lam * w, g[-1]


def pegasos(X, y, lam, order):
    A = y[:, None] * X
    w = np.zeros(X.shape[1])
    for t in range(1, len(order) + 1):
        row = A[order[t - 1]]
        gradient = lam * w - row * float(row @ w < 1)
        w = w - gradient / (lam * t)
    return w


def predict(X, w, b):
    return 2 * (X @ w + b >= 0).astype(np.int64) - 1


def margin_width(w):
    return np.sqrt(4 / np.dot(w, w))
