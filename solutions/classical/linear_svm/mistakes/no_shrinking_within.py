"""The weights shrink only in the steps in which the row is within its margin: the penalty belongs to every row's objective, so
that every step shrinks them.

caught by: test_pegasos
"""

import numpy as np


def hinge_loss_and_gradient(w, b, X, y, lam):
    n = len(X)
    margins = y * (X @ w + b)
    loss = lam / 2 * np.dot(w, w) + np.mean(np.maximum(0, 1 - margins))
    mask = margins < 1
    dw = lam * w - (X[mask] * y[mask][:, None]).sum(axis=0) / n
    db = -y[mask].sum() / n
    return loss, dw, db


def pegasos(X, y, lam, order):
    w = np.zeros(X.shape[1])
    t = 0
    for i in order:
        t += 1
        eta = 1 / (lam * t)
        if y[i] * np.dot(w, X[i]) < 1:
            w = (1 - eta * lam) * w + eta * y[i] * X[i]
    return w


def predict(X, w, b):
    return np.where(X @ w + b >= 0, 1, -1)


def margin_width(w):
    return 2 / np.linalg.norm(w)
