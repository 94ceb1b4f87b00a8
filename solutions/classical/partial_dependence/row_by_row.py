"""Plain loops: one row is changed and asked about at a time."""

import numpy as np


def ask(predict, row, values):
    row = np.array(row, dtype=float)
    for feature, value in values.items():
        row[feature] = value
    return float(predict(row[None, :])[0])


def ice(predict, X, feature, grid):
    return np.array([[ask(predict, row, {feature: v}) for v in grid] for row in X])


def partial_dependence(predict, X, feature, grid):
    return np.array([sum(ask(predict, row, {feature: v}) for row in X) / len(X) for v in grid])


def partial_dependence_2d(predict, X, features, grids):
    j, k = features
    return np.array([[sum(ask(predict, row, {j: a, k: b}) for row in X) / len(X) for b in grids[1]] for a in grids[0]])
