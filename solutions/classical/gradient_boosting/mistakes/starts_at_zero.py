"""f_0 is 0, so that the trees have to learn the level of the targets: f_0 is the best constant, the mean or the median.

caught by: test_the_constant_to_begin_with
"""

import numpy as np


def negative_gradient(y, f, loss):
    if loss == "squared_error":
        return y - f
    if loss == "absolute_error":
        return np.sign(y - f)
    raise ValueError(loss)


def boost(X, y, rounds, learning_rate, max_depth, loss):
    f = np.zeros(len(y))
    trees, losses = [], []

    def record():
        r = y - f
        losses.append(float((r**2 / 2).mean() if loss == "squared_error" else np.abs(r).mean()))

    record()
    for _ in range(rounds):
        g = negative_gradient(y, f, loss)
        r = y - f
        middle = np.mean if loss == "squared_error" else np.median
        tree = fit_tree(X, g, max_depth, lambda rows, r=r, middle=middle: middle(r[rows]))
        f = f + learning_rate * predict_tree(tree, X)
        trees.append(tree)
        record()
    return 0.0, trees, losses


def predict(f0, trees, learning_rate, X):
    return f0 + learning_rate * sum(predict_tree(t, X) for t in trees)
