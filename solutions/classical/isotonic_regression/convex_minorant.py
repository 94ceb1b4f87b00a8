"""The fitted values are the slopes of the greatest convex minorant of the cumulative sums."""

import numpy as np


def pool_adjacent_violators(y, w):
    xs, ys = np.append(0.0, np.cumsum(w)), np.append(0.0, np.cumsum(w * y))
    hull = [0]
    for k in range(1, len(xs)):
        while len(hull) > 1:
            i, j = hull[-2], hull[-1]
            if (ys[j] - ys[i]) * (xs[k] - xs[j]) < (ys[k] - ys[j]) * (xs[j] - xs[i]):
                break
            hull.pop()
        hull.append(k)
    slopes = np.diff(ys[hull]) / np.diff(xs[hull])
    return np.repeat(slopes, np.diff(hull))


def fit(x, y, w, increasing):
    order = np.argsort(x, kind="stable")
    x, y, w = x[order], y[order], w[order]
    first = np.flatnonzero(np.append(True, np.diff(x) > 0))
    weights = np.add.reduceat(w, first)
    means = np.add.reduceat(w * y, first) / weights
    if not increasing:
        return x[first], -pool_adjacent_violators(-means, weights)
    return x[first], pool_adjacent_violators(means, weights)


def predict(x, knots, values):
    return np.interp(np.clip(x, knots[0], knots[-1]), knots, values)
