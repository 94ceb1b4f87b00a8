"""The path is walked forwards, always to the smallest of the next three costs: D says what the way *to* a pair costs and
nothing of the way on from it, so that only the walk back from the last pair finds a cheapest path.

caught by: test_the_path_is_a_cheapest_one
"""

import numpy as np


def accumulated_costs(x, y, window=None):
    n, m = len(x), len(y)
    w = max(n, m) if window is None else window
    if w < abs(n - m):
        raise ValueError("no path inside the band")
    D = np.full((n, m), np.inf)
    for i in range(n):
        for j in range(max(0, i - w), min(m, i + w + 1)):
            cost = abs(x[i] - y[j])
            if i == 0 and j == 0:
                D[i, j] = cost
                continue
            best = np.inf
            if i > 0:
                best = min(best, D[i - 1, j])
            if j > 0:
                best = min(best, D[i, j - 1])
            if i > 0 and j > 0:
                best = min(best, D[i - 1, j - 1])
            D[i, j] = cost + best
    return D


def warping_path(costs):
    n, m = costs.shape
    i = j = 0
    path = [(0, 0)]
    while i < n - 1 or j < m - 1:
        options = []
        if i < n - 1 and j < m - 1:
            options.append((costs[i + 1, j + 1], i + 1, j + 1))
        if i < n - 1:
            options.append((costs[i + 1, j], i + 1, j))
        if j < m - 1:
            options.append((costs[i, j + 1], i, j + 1))
        _, i, j = min(options)
        path.append((i, j))
    return path
