"""The hinge loss and Pegasos.

Why it works: the hinge is the maximum of 0 and a line, so that its slope is that of the larger of the two. The penalty
makes the objective strongly convex, for which steps of 1 / (lam t) are right.
"""

import numpy as np


def hinge_loss_and_gradient(w, b, X, y, lam):
    n = len(y)
    m = y * (X @ w + b)  # (N,)
    pull = np.where(m < 1, y, 0) / n  # the rows within their margins
    loss = lam / 2 * w @ w + np.maximum(0.0, 1 - m).sum() / n
    return float(loss), lam * w - pull @ X, float(-pull.sum())


def pegasos(X, y, lam, order):
    w = np.zeros(X.shape[1])
    for t, i in enumerate(order, start=1):
        eta = 1 / (lam * t)
        within = y[i] * (X[i] @ w) < 1  # by the old w
        w = (1 - eta * lam) * w
        if within:
            w = w + eta * y[i] * X[i]
    return w


def predict(X, w, b):
    return np.where(X @ w + b >= 0, 1, -1)


def margin_width(w):
    return float(2 / np.linalg.norm(w))
