"""Partial dependence by asking the model.

Why it works: the rows of X stand for how the other features are distributed, so the mean over them with one feature
held at a value is the model's expectation over the others.
"""

import numpy as np


def ice(predict, X, feature, grid):
    curves = np.empty((len(X), len(grid)))
    for g, value in enumerate(grid):
        Z = X.copy()
        Z[:, feature] = value
        curves[:, g] = predict(Z)
    return curves


def partial_dependence(predict, X, feature, grid):
    return ice(predict, X, feature, grid).mean(axis=0)


def partial_dependence_2d(predict, X, features, grids):
    surface = np.empty((len(grids[0]), len(grids[1])))
    for a, value in enumerate(grids[0]):
        Z = X.copy()
        Z[:, features[0]] = value
        surface[a] = partial_dependence(predict, Z, features[1], grids[1])
    return surface
