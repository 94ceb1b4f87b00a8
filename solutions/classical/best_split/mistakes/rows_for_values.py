"""Every place between two rows in sorted order is taken for a split, between equal values too: no threshold sends one of them to
the left and the other to the right.

caught by: test_equal_values_stay_together
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
    n, d = X.shape
    parent = impurity(y, weights, criterion)
    best, best_gain = None, -1.0
    for j in range(d):
        order = np.argsort(X[:, j], kind="stable")
        xs, ys, ws = X[order, j], y[order], weights[order]
        for i in range(1, n):
            wl = ws[:i].sum() / ws.sum()
            gain = parent - wl * impurity(ys[:i], ws[:i], criterion)
            gain -= (1 - wl) * impurity(ys[i:], ws[i:], criterion)
            if gain > best_gain + 1e-12:
                best, best_gain = (j, float((xs[i - 1] + xs[i]) / 2), float(gain)), gain
    return best
