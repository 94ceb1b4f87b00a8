"""On the first row and column the costs don't add up along the way, as with a border of 0 where it should be inf: a path
seems to come from nowhere for nothing. Every path begins at (0, 0), and there alone nothing comes before.

caught by: test_the_cheapest_way_to_every_pair
"""

import numpy as np


def accumulated_costs(x, y, window=None):
    n, m = len(x), len(y)
    if window is not None and window < abs(n - m):
        raise ValueError("window too small")
    D = np.zeros((n + 1, m + 1))
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            if window is not None and abs(i - j) > window:
                D[i, j] = np.inf
                continue
            cost = abs(x[i - 1] - y[j - 1])
            D[i, j] = cost + min(D[i - 1, j], D[i, j - 1], D[i - 1, j - 1])
    return D[1:, 1:]


def warping_path(costs):
    i, j = costs.shape[0] - 1, costs.shape[1] - 1
    path = [(i, j)]
    while i > 0 or j > 0:
        if i == 0:
            j -= 1
        elif j == 0:
            i -= 1
        else:
            step = np.argmin([costs[i - 1, j - 1], costs[i - 1, j], costs[i, j - 1]])
            if step == 0:
                i, j = i - 1, j - 1
            elif step == 1:
                i -= 1
            else:
                j -= 1
        path.append((i, j))
    path.reverse()
    return path
