"""X and y are shuffled one after the other, each in an order of its own, and rows lose their targets: draw one permutation and
take both by it.

caught by: test_single_rows_make_a_step_each
"""

import numpy as np


def batches(n, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be at least 1")
    indices = rng.permutation(n)
    return [indices[i : i + batch_size] for i in range(0, n, batch_size)]


def gradient(w, X, y):
    return X.T @ (X @ w - y) / len(y)


def fit(w, X, y, lr, epochs, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be at least 1")
    n = len(y)
    history = [float(((X @ w - y) ** 2).mean() / 2)]
    for _ in range(epochs):
        if batch_size < n:
            X_shuffled, y_shuffled = rng.permutation(X), rng.permutation(y)
        else:
            X_shuffled, y_shuffled = X, y
        for i in range(0, n, batch_size):
            w = w - lr * gradient(w, X_shuffled[i : i + batch_size], y_shuffled[i : i + batch_size])
        history.append(float(((X @ w - y) ** 2).mean() / 2))
    return w, history
