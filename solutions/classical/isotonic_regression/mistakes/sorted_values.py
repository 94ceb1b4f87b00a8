"""The values themselves are sorted, which gives a rising curve, but moves values to points that they don't belong to: each fitted
value is the mean of a block of neighbors.

caught by: test_two_neighbors
"""

import numpy as np


def pool_adjacent_violators(y, w):
    return np.sort(y.astype(float))


def fit(x, y, w, increasing):
    knots = np.unique(x)
    means = np.array([np.average(y[x == k], weights=w[x == k]) for k in knots])
    values = np.sort(means)
    return knots, values if increasing else values[::-1]


def predict(x, knots, values):
    return np.interp(x, knots, values)
