"""The other features are set to 0, so that the model is asked about rows that aren't in X: they stay as each row has them.

caught by: test_a_curve_for_each_row
"""

import numpy as np


def ice(predict, X, feature, grid):
    curves = np.zeros((len(X), len(grid)))
    for g, value in enumerate(grid):
        rows = np.zeros_like(X)
        rows[:, feature] = value
        curves[:, g] = predict(rows)
    return curves


def partial_dependence(predict, X, feature, grid):
    return ice(predict, X, feature, grid).mean(axis=0)


def partial_dependence_2d(predict, X, features, grids):
    surface = np.zeros((len(grids[0]), len(grids[1])))
    for a, first in enumerate(grids[0]):
        for b, second in enumerate(grids[1]):
            rows = np.zeros_like(X)
            rows[:, features[0]] = first
            rows[:, features[1]] = second
            surface[a, b] = predict(rows).mean()
    return surface
