"""The recurrence as it stands, remembered; the way back by recursion, straight steps before the diagonal."""

from functools import cache

import numpy as np


def accumulated_costs(x, y, window=None):
    if window is not None and abs(len(x) - len(y)) > window:
        raise ValueError("the band is too narrow")

    @cache
    def d(i, j):
        if i < 0 or j < 0 or (window is not None and abs(i - j) > window):
            return np.inf
        before = 0.0 if i == j == 0 else min(d(i - 1, j), d(i, j - 1), d(i - 1, j - 1))
        return abs(x[i] - y[j]) + before

    return np.array([[d(i, j) for j in range(len(y))] for i in range(len(x))])


def warping_path(costs):
    def to(i, j):
        if i == 0:
            return [(0, b) for b in range(j + 1)]
        if j == 0:
            return [(a, 0) for a in range(i + 1)]
        up, left, diagonal = costs[i - 1, j], costs[i, j - 1], costs[i - 1, j - 1]
        if up <= min(left, diagonal):
            return [*to(i - 1, j), (i, j)]
        if left <= diagonal:
            return [*to(i, j - 1), (i, j)]
        return [*to(i - 1, j - 1), (i, j)]

    return to(costs.shape[0] - 1, costs.shape[1] - 1)
