"""Training is that of the squared error, whatever the loss: for the absolute error f_0 and the leaves are medians, the leaves' of
the residuals, and the losses are magnitudes.

caught by: test_the_absolute_error
"""

import numpy as np


def negative_gradient(y, f, loss):
    if loss == "squared_error":
        return y - f
    if loss == "absolute_error":
        return np.sign(y - f)
    raise ValueError(f"unknown loss {loss}")


def boost(X, y, rounds, learning_rate, max_depth, loss):
    f0 = float(np.mean(y))
    f = np.full(len(y), f0)
    trees, losses = [], [float(np.mean((y - f) ** 2) / 2)]
    for _ in range(rounds):
        gradient = negative_gradient(y, f, loss)
        tree = fit_tree(X, gradient, max_depth, lambda rows: gradient[rows].mean())
        trees.append(tree)
        f = f + learning_rate * predict_tree(tree, X)
        losses.append(float(np.mean((y - f) ** 2) / 2))
    return f0, trees, losses


def predict(f0, trees, learning_rate, X):
    f = np.full(len(X), f0)
    for tree in trees:
        f = f + learning_rate * predict_tree(tree, X)
    return f
