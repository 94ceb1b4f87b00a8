"""For a pure node None comes back, as if a split had to gain something: the best one comes back even if its gain is 0.

caught by: test_a_split_without_a_gain
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
    best, best_gain = None, 0.0
    for j in range(X.shape[1]):
        values = np.unique(X[:, j])
        for t in (values[:-1] + values[1:]) / 2:
            left = X[:, j] <= t
            wl = weights[left].sum() / weights.sum()
            gain = parent - wl * impurity(y[left], weights[left], criterion)
            gain -= (1 - wl) * impurity(y[~left], weights[~left], criterion)
            if gain > best_gain + 1e-12:
                best, best_gain = (j, float(t), float(gain)), gain
    return best
