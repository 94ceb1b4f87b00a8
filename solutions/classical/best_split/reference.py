"""The best split by trying every midpoint.

Why it works: between two neighbouring values every threshold sends the same rows to the left, so the midpoints are all
the splits that there are. Going through features and thresholds in order, only a better split takes the place of the
best so far, which is the tie rule.
"""

import numpy as np


def gini(y, weights):
    shares = np.array([weights[y == k].sum() for k in np.unique(y)]) / weights.sum()
    return float(1 - (shares**2).sum())


def squared_error(y, weights):
    mean = weights @ y / weights.sum()
    return float(weights @ (y - mean) ** 2 / weights.sum())


def impurity(y, weights, criterion):
    if criterion == "gini":
        return gini(y, weights)
    if criterion == "squared_error":
        return squared_error(y, weights)
    raise ValueError(f"there is no criterion {criterion!r}")


def best_split(X, y, weights, criterion):
    whole, best = impurity(y, weights, criterion), None
    for feature in range(X.shape[1]):
        values = np.unique(X[:, feature])
        for threshold in (values[:-1] + values[1:]) / 2:
            left = X[:, feature] <= threshold
            share = weights[left].sum() / weights.sum()
            gain = whole - share * impurity(y[left], weights[left], criterion)
            gain -= (1 - share) * impurity(y[~left], weights[~left], criterion)
            if best is None or gain > best[2] + 1e-12:
                best = feature, float(threshold), float(gain)
    return best
