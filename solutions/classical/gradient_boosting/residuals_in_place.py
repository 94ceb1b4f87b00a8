"""Residuals instead of predictions are kept, and the rows of each leaf are moved when its value is made."""

import numpy as np

LOSSES = {
    "squared_error": (np.mean, lambda r: r, lambda r: r * r / 2),
    "absolute_error": (np.median, np.sign, np.abs),
}


def parts(loss):
    if loss not in LOSSES:
        raise ValueError(f"unknown loss: {loss}")
    return LOSSES[loss]


def negative_gradient(y, f, loss):
    return parts(loss)[1](y - f)


def boost(X, y, rounds, learning_rate, max_depth, loss):
    constant, gradient, error = parts(loss)
    f0 = constant(y)
    residuals = y - f0
    trees, losses = [], [error(residuals).mean()]
    while len(trees) < rounds:

        def value(rows, residuals=residuals):
            step = constant(residuals[rows])
            residuals[rows] -= learning_rate * step
            return step

        trees.append(fit_tree(X, gradient(residuals).copy(), max_depth, value))
        losses.append(error(residuals).mean())
    return f0, trees, losses


def predict(f0, trees, learning_rate, X):
    return np.array([f0 + learning_rate * sum(predict_tree(tree, x[None])[0] for tree in trees) for x in X])
