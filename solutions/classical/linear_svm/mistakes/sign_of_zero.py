"""A row on the plane gets 0, which is its sign and no class: from w.x + b = 0 on the class is +1.

caught by: test_classes
"""

import numpy as np


def hinge_loss_and_gradient(w, b, X, y, lam):
    n = len(X)
    scores = X @ w + b
    loss = 0.5 * lam * np.sum(w**2) + np.mean(np.maximum(0, 1 - y * scores))
    active = (1 - y * scores) > 0
    dw = lam * w - np.mean(active[:, None] * y[:, None] * X, axis=0)
    db = -np.mean(active * y)
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
    return np.sign(X @ w + b)


def margin_width(w):
    return 2 / np.linalg.norm(w)
