"""Isotonic regression by pooling adjacent violators.

Why it works: where the constraint holds two fitted values together, they are one value, and the best single value of a
block is its weighted mean. A stack keeps all blocks but the last in order.
"""

import numpy as np


def pool_adjacent_violators(y, w):
    means, weights, counts = [], [], []
    for value, weight in np.column_stack([y, w]).tolist():
        count = 1
        while means and means[-1] >= value:
            before = weights.pop()
            value = (means.pop() * before + value * weight) / (before + weight)
            weight += before
            count += counts.pop()
        means.append(value)
        weights.append(weight)
        counts.append(count)
    return np.repeat(means, counts)


def fit(x, y, w, increasing):
    knots, group = np.unique(x, return_inverse=True)
    weights = np.bincount(group, weights=w)
    means = np.bincount(group, weights=w * y) / weights
    sign = 1.0 if increasing else -1.0
    return knots, sign * pool_adjacent_violators(sign * means, weights)


def predict(x, knots, values):
    return np.interp(x, knots, values)
