"""At the border i - 1 or j - 1 is -1, which is Python's last row or column and not outside the table: neighbors there don't count.

caught by: test_the_cheapest_way_to_every_pair
"""

import numpy as np


def accumulated_costs(x, y, window=None):
    n, m = len(x), len(y)
    if window is not None and window < abs(n - m):
        raise ValueError("the window is too narrow")
    D = np.full((n, m), np.inf)
    D[0, 0] = abs(x[0] - y[0])
    for i in range(n):
        for j in range(m):
            if (i, j) == (0, 0) or (window is not None and abs(i - j) > window):
                continue
            D[i, j] = abs(x[i] - y[j]) + min(D[i - 1, j], D[i, j - 1], D[i - 1, j - 1])
    return D


def warping_path(costs):
    i, j = costs.shape[0] - 1, costs.shape[1] - 1
    path = [(i, j)]
    while (i, j) != (0, 0):
        around = [(i - 1, j - 1), (i - 1, j), (i, j - 1)]
        i, j = min(around, key=lambda pair: costs[pair])
        path.append((i, j))
    return path[::-1]
