"""The running maximum is an increasing curve, but not the nearest one: it only lifts values. A violation is shared by both sides,
which get their mean.

caught by: test_two_neighbors
"""

import numpy as np


def pool_adjacent_violators(y, w):
    return np.maximum.accumulate(y.astype(float))


def fit(x, y, w, increasing):
    knots = np.unique(x)
    means = np.array([np.average(y[x == k], weights=w[x == k]) for k in knots])
    weights = np.array([w[x == k].sum() for k in knots])
    if increasing:
        values = pool_adjacent_violators(means, weights)
    else:
        values = -pool_adjacent_violators(-means, weights)
    return knots, values


def predict(x, knots, values):
    return np.interp(x, knots, values)
