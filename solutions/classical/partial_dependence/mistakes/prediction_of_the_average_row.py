"""The other features are set to their means and the model is asked about that one row: the predictions of all rows
are averaged, which is something else where the model is bent or has interactions.

caught by: test_the_mean_of_the_predictions
"""

import numpy as np


def ice(predict, X, feature, grid):
    result = []
    for v in grid:
        X_mod = X.copy()
        X_mod[:, feature] = v
        result.append(predict(X_mod))
    return np.array(result).T


def partial_dependence(predict, X, feature, grid):
    rows = np.tile(X.mean(axis=0), (len(grid), 1))
    rows[:, feature] = grid
    return predict(rows)


def partial_dependence_2d(predict, X, features, grids):
    mean = X.mean(axis=0)
    out = np.zeros((len(grids[0]), len(grids[1])))
    for i, a in enumerate(grids[0]):
        for j, b in enumerate(grids[1]):
            row = mean.copy()
            row[features[0]] = a
            row[features[1]] = b
            out[i, j] = predict(row.reshape(1, -1))[0]
    return out
