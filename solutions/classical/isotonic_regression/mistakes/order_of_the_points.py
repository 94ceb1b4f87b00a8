"""The points are pooled in the order in which they come: they have to be sorted by x first.

caught by: test_x_in_any_order
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
    if increasing:
        return x, pool_adjacent_violators(y, w)
    return x, -pool_adjacent_violators(-y, w)


def predict(x, knots, values):
    return np.interp(x, knots, values)
