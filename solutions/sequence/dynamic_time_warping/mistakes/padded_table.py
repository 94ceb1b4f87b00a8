"""The table comes back with its border, a row and a column too many, so that all pairs are off by one: D starts with the first
pair, |x_0 - y_0|.

caught by: test_the_cheapest_way_to_every_pair
"""

import numpy as np


def accumulated_costs(x, y, window=None):
    n, m = len(x), len(y)
    w = max(n, m) if window is None else window
    if w < abs(n - m):
        raise ValueError("the window is too narrow")
    D = np.full((n + 1, m + 1), np.inf)
    D[0, 0] = 0.0
    for i in range(1, n + 1):
        for j in range(max(1, i - w), min(m, i + w) + 1):
            D[i, j] = abs(x[i - 1] - y[j - 1]) + min(D[i - 1, j], D[i, j - 1], D[i - 1, j - 1])
    return D


def warping_path(costs):
    i, j = costs.shape[0] - 1, costs.shape[1] - 1
    path = []
    while i > 0 and j > 0:
        path.append((i, j))
        step = np.argmin([costs[i - 1, j - 1], costs[i - 1, j], costs[i, j - 1]])
        if step == 0:
            i, j = i - 1, j - 1
        elif step == 1:
            i -= 1
        else:
            j -= 1
    return path[::-1]
