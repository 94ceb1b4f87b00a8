"""All rows with all values in one array, and a single call of the model."""

import numpy as np


def ice(predict, X, feature, grid):
    Z = np.repeat(X, len(grid), axis=0).astype(float)
    Z[:, feature] = np.tile(grid, len(X))
    return np.asarray(predict(Z)).reshape(len(X), len(grid))


def partial_dependence(predict, X, feature, grid):
    return np.average(ice(predict, X, feature, grid), axis=0)


def partial_dependence_2d(predict, X, features, grids):
    first, second = np.meshgrid(*grids, indexing="ij")
    Z = np.repeat(X[None], first.size, axis=0)
    Z[:, :, features[0]] = first.reshape(-1, 1)
    Z[:, :, features[1]] = second.reshape(-1, 1)
    answers = np.reshape(predict(Z.reshape(-1, X.shape[1])), (*first.shape, len(X)))
    return answers.mean(axis=-1)
