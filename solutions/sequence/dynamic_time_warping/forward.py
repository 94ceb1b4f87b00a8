"""Pushes costs forward from each pair to the next three, in a table of local costs with the band cut out."""

import numpy as np


def accumulated_costs(x, y, window=None):
    local = np.abs(np.subtract.outer(x, y))
    i, j = np.indices(local.shape)
    if window is not None:
        local[np.abs(i - j) > window] = np.inf
        if np.isinf(local[-1, -1]):
            raise ValueError("no path to the end")
    total = np.full(local.shape, np.inf)
    total[0, 0] = local[0, 0]
    for a, b in np.ndindex(local.shape):
        for c, d in ((a + 1, b), (a, b + 1), (a + 1, b + 1)):
            if c < len(x) and d < len(y):
                total[c, d] = min(total[c, d], total[a, b] + local[c, d])
    return total


def warping_path(costs):
    padded = np.pad(costs, ((1, 0), (1, 0)), constant_values=np.inf)
    i, j = costs.shape
    path = []
    while i > 1 or j > 1:
        path.insert(0, (i - 1, j - 1))
        step = int(np.argmin([padded[i - 1, j - 1], padded[i, j - 1], padded[i - 1, j]]))
        i, j = i - (step != 1), j - (step != 2)
    return [(0, 0), *path]
