"""Both impurities as sums over pairs of rows: the chance of different labels, and half the mean squared difference."""

from itertools import pairwise

import numpy as np


def impurity(y, weights, criterion):
    p = weights / weights.sum()
    if criterion == "gini":
        return float(p @ (y[:, None] != y) @ p)
    if criterion == "squared_error":
        return float(p @ np.subtract.outer(y, y) ** 2 @ p) / 2
    raise ValueError(criterion)


def best_split(X, y, weights, criterion):
    splits = []
    whole = impurity(y, weights, criterion)
    for j in range(X.shape[1]):
        values = sorted(set(X[:, j].tolist()))
        for a, b in pairwise(values):
            sides = [X[:, j] <= a, X[:, j] >= b]
            cost = sum(weights[s].sum() / weights.sum() * impurity(y[s], weights[s], criterion) for s in sides)
            splits.append((whole - cost, j, (a + b) / 2))
    if not splits:
        return None
    gain = max(splits)[0]
    first = min((j, t) for g, j, t in splits if g >= gain - 1e-12)
    return (*first, gain)
