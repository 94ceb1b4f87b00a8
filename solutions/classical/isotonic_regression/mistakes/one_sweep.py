"""One sweep averages each pair of neighbors that is in the wrong order, and doesn't remember which points belong together: a
pooled block has to move as one, and may have to be pooled with the one before it.

caught by: test_longer_blocks
"""

import numpy as np


def pool_adjacent_violators(y, w):
    f = y.astype(float).copy()
    for i in range(len(f) - 1):
        if f[i] > f[i + 1]:
            m = (w[i] * f[i] + w[i + 1] * f[i + 1]) / (w[i] + w[i + 1])
            f[i] = m
            f[i + 1] = m
    return f


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
