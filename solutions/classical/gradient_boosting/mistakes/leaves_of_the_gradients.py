"""The leaves keep the mean of the gradients that the tree was grown on: for the absolute error those are only signs,
and the step is the median of the leaf's residuals.

caught by: test_the_absolute_error
"""

import numpy as np


def negative_gradient(y, f, loss):
    if loss == "squared_error":
        return y - f
    elif loss == "absolute_error":
        return np.sign(y - f)
    raise ValueError("unknown loss")


def compute_loss(y, f, loss):
    if loss == "squared_error":
        return 0.5 * np.mean((y - f) ** 2)
    return np.mean(np.abs(y - f))


def boost(X, y, rounds, learning_rate, max_depth, loss):
    if loss not in ("squared_error", "absolute_error"):
        raise ValueError("unknown loss")
    f0 = np.mean(y) if loss == "squared_error" else np.median(y)
    pred = np.full(y.shape, f0)
    trees = []
    losses = [compute_loss(y, pred, loss)]
    for _ in range(rounds):
        residual = negative_gradient(y, pred, loss)
        tree = fit_tree(X, residual, max_depth, lambda rows, residual=residual: residual[rows].mean())
        pred = pred + learning_rate * predict_tree(tree, X)
        trees.append(tree)
        losses.append(compute_loss(y, pred, loss))
    return f0, trees, losses


def predict(f0, trees, learning_rate, X):
    pred = np.full(len(X), f0)
    for tree in trees:
        pred = pred + learning_rate * predict_tree(tree, X)
    return pred
