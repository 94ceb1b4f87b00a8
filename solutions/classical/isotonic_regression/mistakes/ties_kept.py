"""Points with an equal x stay points of their own, with fitted values that may differ: they count as one point, their weighted
mean with the sum of their weights.

caught by: test_equal_x
"""

import numpy as np


def pool_adjacent_violators(y, w):
    blocks = []
    for v, s in zip(y, w):
        blocks.append([float(v), float(s), 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            v2, s2, n2 = blocks.pop()
            v1, s1, n1 = blocks.pop()
            blocks.append([(v1 * s1 + v2 * s2) / (s1 + s2), s1 + s2, n1 + n2])
    return np.concatenate([[v] * n for v, s, n in blocks])


def fit(x, y, w, increasing):
    order = np.argsort(x, kind="stable")
    xs, ys, ws = x[order], y[order], w[order]
    if increasing:
        return xs, pool_adjacent_violators(ys, ws)
    return xs, -pool_adjacent_violators(-ys, ws)


def predict(x, knots, values):
    return np.interp(x, knots, values)
