"""The surface is a sum of two curves, one for each feature: what the features do together isn't in it, so both have to be set
at once.

caught by: test_the_surface_of_two_features
"""

import numpy as np


def ice(predict, X, feature, grid):
    columns = []
    for v in grid:
        Z = X.copy()
        Z[:, feature] = v
        columns.append(predict(Z))
    return np.stack(columns, axis=1)


def partial_dependence(predict, X, feature, grid):
    return np.mean(ice(predict, X, feature, grid), axis=0)


def partial_dependence_2d(predict, X, features, grids):
    first = partial_dependence(predict, X, features[0], grids[0])
    second = partial_dependence(predict, X, features[1], grids[1])
    return first[:, None] + second[None, :]
