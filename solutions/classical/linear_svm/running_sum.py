"""Pegasos as a sum: lam t w after t steps is the sum of y_i x_i over the steps that were within the margin."""

import math

import numpy as np


def hinge_loss_and_gradient(w, b, X, y, lam):
    loss, dw, db = 0.5 * lam * math.fsum(v * v for v in w), lam * w, 0.0
    for x, label in zip(X, y, strict=True):
        slack = 1 - label * (x @ w + b)
        if slack > 0:
            loss += slack / len(X)
            dw = dw - label * x / len(X)
            db -= label / len(X)
    return loss, dw, db


def pegasos(X, y, lam, order):
    total = np.zeros(X.shape[1])
    for steps, i in enumerate(order.tolist()):
        # After `steps` steps w = total / (lam steps), and 0 before the first.
        if y[i] * (X[i] @ total) < lam * steps or steps == 0:
            total = total + y[i] * X[i]
    return total / (lam * len(order)) if len(order) else total


def predict(X, w, b):
    return np.array([1 if float(x @ w) + b >= 0 else -1 for x in X])


def margin_width(w):
    return 2 / math.hypot(*w)
