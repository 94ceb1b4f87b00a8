"""Draws the rows one after the other from those that are left, and adds up the gradient row by row."""

import numpy as np


def batches(n, batch_size, rng):
    if batch_size < 1:
        raise ValueError(batch_size)
    left, parts = list(range(n)), []
    while left:
        part = [left.pop(int(rng.integers(len(left)))) for _ in range(min(batch_size, len(left)))]
        parts.append(np.array(part))
    return parts


def gradient(w, X, y):
    total = np.zeros(len(w))
    for x, target in zip(X, y, strict=True):
        total += (float(x @ w) - target) * x
    return total / len(y)


def fit(w, X, y, lr, epochs, batch_size, rng):
    def loss():
        r = X @ w - y
        return float(r @ r) / (2 * len(y))

    history = [loss()]
    for _ in range(epochs):
        for rows in batches(len(y), batch_size, rng):
            w = w - lr * gradient(w, X[rows], y[rows])
        history.append(loss())
    return w, history
