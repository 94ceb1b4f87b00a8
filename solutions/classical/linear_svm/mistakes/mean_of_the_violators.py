"""The gradient is the mean over the rows within their margins: it is a sum over these rows, divided by the number of all rows.

caught by: test_the_gradient
"""

import numpy as np


def hinge_loss_and_gradient(w, b, X, y, lam):
    margins = y * (X @ w + b)
    loss = lam / 2 * np.dot(w, w) + np.mean(np.maximum(0, 1 - margins))
    v = margins < 1
    dw, db = lam * w, 0.0
    if v.any():
        dw = dw - np.mean(y[v, None] * X[v], axis=0)
        db = -np.mean(y[v])
    return loss, dw, db


def pegasos(X, y, lam, order):
    w = np.zeros(X.shape[1])
    for t, i in enumerate(order, 1):
        eta = 1.0 / (lam * t)
        if y[i] * (w @ X[i]) < 1:
            w = (1 - eta * lam) * w + eta * y[i] * X[i]
        else:
            w = (1 - eta * lam) * w
    return w


def predict(X, w, b):
    return np.where(X @ w + b >= 0, 1, -1)


def margin_width(w):
    return 2 / np.linalg.norm(w)
