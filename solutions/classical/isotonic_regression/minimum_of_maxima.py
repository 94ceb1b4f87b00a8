"""The formula: f_n is the largest, over all a <= n, of the smallest, over all b >= n, of the means of a to b."""

import numpy as np


def pool_adjacent_violators(y, w):
    n = len(y)
    sums, weights = np.append(0, np.cumsum(w * y)), np.append(0, np.cumsum(w))
    fitted = np.empty(n)
    for i in range(n):
        a, b = np.arange(i + 1)[:, None], np.arange(i, n)[None] + 1
        fitted[i] = ((sums[b] - sums[a]) / (weights[b] - weights[a])).min(axis=1).max()
    return fitted


def fit(x, y, w, increasing):
    knots = np.array(sorted(set(x.tolist())))
    means = np.array([np.average(y[x == knot], weights=w[x == knot]) for knot in knots])
    weights = np.array([w[x == knot].sum() for knot in knots])
    if increasing:
        return knots, pool_adjacent_violators(means, weights)
    return knots, pool_adjacent_violators(means[::-1], weights[::-1])[::-1]


def predict(x, knots, values):
    result = []
    for point in x:
        right = int(np.searchsorted(knots, point))
        if right in (0, len(knots)):
            result.append(values[0] if right == 0 else values[-1])
            continue
        share = (point - knots[right - 1]) / (knots[right] - knots[right - 1])
        result.append(values[right - 1] + share * (values[right] - values[right - 1]))
    return np.array(result, dtype=float)
