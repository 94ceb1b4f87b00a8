"""Only the rows whose feature is near the value are averaged: all rows are, with the feature set to the value.

caught by: test_the_mean_of_the_predictions
"""

import numpy as np


def ice(predict, X, feature, grid):
    curves = np.zeros((X.shape[0], len(grid)))
    for g in range(len(grid)):
        Z = np.array(X)
        Z[:, feature] = grid[g]
        curves[:, g] = predict(Z)
    return curves


def partial_dependence(predict, X, feature, grid):
    values = []
    for v in grid:
        distance = np.abs(X[:, feature] - v)
        near = X[distance <= distance.min() + 1e-12]
        values.append(np.mean(predict(near)))
    return np.array(values)


def partial_dependence_2d(predict, X, features, grids):
    surface = np.zeros((len(grids[0]), len(grids[1])))
    for i, a in enumerate(grids[0]):
        for j, b in enumerate(grids[1]):
            Z = np.array(X)
            Z[:, features[0]] = a
            Z[:, features[1]] = b
            surface[i, j] = np.mean(predict(Z))
    return surface
