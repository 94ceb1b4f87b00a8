"""Mini-batch gradient descent on the squared error.

Why it works: a permutation has every row once, and each row is equally likely to be in each batch, so the batch's mean
gradient is that of all rows on average. Slices past the end are cut off, which makes the last batch what is left.
"""

import numpy as np


def batches(n, batch_size, rng):
    if batch_size < 1:
        raise ValueError(f"batch_size must be at least 1, not {batch_size}")
    order = rng.permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def gradient(w, X, y):
    return X.T @ (X @ w - y) / len(X)


def loss(w, X, y):
    return float(np.mean((X @ w - y) ** 2) / 2)


def fit(w, X, y, lr, epochs, batch_size, rng):
    history = [loss(w, X, y)]
    for _ in range(epochs):
        for rows in batches(len(X), batch_size, rng):
            w = w - lr * gradient(w, X[rows], y[rows])
        history.append(loss(w, X, y))
    return w, history
