"""The distance is read in the middle of a tie, as when a walk through both samples takes one number at a time. Equal numbers
are one jump: all of them, of both samples, come before the distance is read.

caught by: test_ties
"""

import numpy as np


def ecdf(sample, at):
    s = np.sort(sample)
    return np.searchsorted(s, at, side="right") / len(s)


def ks_statistic(x, y):
    x, y = np.sort(x), np.sort(y)
    n, m = len(x), len(y)
    i, j, d = 0, 0, 0.0
    while i < n and j < m:
        if x[i] <= y[j]:
            i += 1
        else:
            j += 1
        d = max(d, abs(i / n - j / m))
    return float(d)


def ks_p_value(d, n, m):
    lam = np.sqrt(n * m / (n + m)) * d
    if lam < 0.1:
        return 1.0
    p = 0.0
    for k in range(1, 101):
        p += 2 * (-1) ** (k - 1) * np.exp(-2 * k * k * lam * lam)
    return float(min(max(p, 0.0), 1.0))
