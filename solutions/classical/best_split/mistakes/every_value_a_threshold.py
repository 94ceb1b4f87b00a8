"""Every value of the feature is tried as a threshold: between two values any number would do, and the midpoint is asked for.

caught by: test_thresholds_are_midpoints
"""

import numpy as np


def impurity(y, weights, criterion):
    w = weights / weights.sum()
    if criterion == "gini":
        return float(1 - sum(w[y == k].sum() ** 2 for k in np.unique(y)))
    if criterion == "squared_error":
        return float(np.sum(w * (y - np.sum(w * y)) ** 2))
    raise ValueError("unknown criterion")


def best_split(X, y, weights, criterion):
    parent = impurity(y, weights, criterion)
    best, best_gain = None, -1.0
    for j in range(X.shape[1]):
        for t in np.unique(X[:, j]):
            left = X[:, j] <= t
            if left.all():
                continue
            wl = weights[left].sum() / weights.sum()
            gain = parent - wl * impurity(y[left], weights[left], criterion)
            gain -= (1 - wl) * impurity(y[~left], weights[~left], criterion)
            if gain > best_gain + 1e-12:
                best, best_gain = (j, float(t), float(gain)), gain
    return best
