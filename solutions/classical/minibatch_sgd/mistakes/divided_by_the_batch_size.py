"""The gradient of a batch is divided by batch_size: the last batch may have fewer rows, and is divided by its own number.

caught by: test_the_last_batch_is_a_mean_of_its_own_rows
"""

import numpy as np


def batches(n, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be at least 1")
    indices = np.arange(n)
    rng.shuffle(indices)
    return [indices[i : i + batch_size] for i in range(0, n, batch_size)]


def gradient(w, X, y):
    error = X @ w - y
    return X.T @ error / X.shape[0]


def fit(w, X, y, lr, epochs, batch_size, rng):
    n = X.shape[0]
    w = w.copy()
    history = [np.sum((X @ w - y) ** 2) / (2 * n)]
    for _ in range(epochs):
        for idx in batches(n, batch_size, rng):
            error = X[idx] @ w - y[idx]
            w -= lr * X[idx].T @ error / batch_size
        history.append(np.sum((X @ w - y) ** 2) / (2 * n))
    return w, history
