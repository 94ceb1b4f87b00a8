"""Gradient boosting for the squared and the absolute error.

Why it works: the training predictions are N free numbers, and the loss falls fastest along its negative gradient. A
tree is the direction nearest to it that also says something about new rows; in each leaf the best step is exact.
"""

import numpy as np


def best_constant(values, loss):
    if loss == "squared_error":
        return float(np.mean(values))
    return float(np.median(values))


def negative_gradient(y, f, loss):
    if loss == "squared_error":
        return y - f
    if loss == "absolute_error":
        return np.sign(y - f)
    raise ValueError(f"there is no loss {loss!r}")


def mean_loss(y, f, loss):
    return float(np.mean((y - f) ** 2 / 2 if loss == "squared_error" else np.abs(y - f)))


def boost(X, y, rounds, learning_rate, max_depth, loss):
    f0 = best_constant(y, loss)
    f = np.full(len(y), f0)
    trees, losses = [], [mean_loss(y, f, loss)]
    for _ in range(rounds):
        residuals = y - f
        target = negative_gradient(y, f, loss)
        trees.append(fit_tree(X, target, max_depth, lambda rows, r=residuals: best_constant(r[rows], loss)))
        f = f + learning_rate * predict_tree(trees[-1], X)
        losses.append(mean_loss(y, f, loss))
    return f0, trees, losses


def predict(f0, trees, learning_rate, X):
    return f0 + learning_rate * sum((predict_tree(tree, X) for tree in trees), np.zeros(len(X)))
