"""The functions are read on an even grid, which misses the jumps between its points: the distance is largest at one of the
numbers of the samples, so those are where to look.

caught by: test_the_statistic
"""

import numpy as np


def ecdf(sample, at):
    return np.array([np.mean(sample <= t) for t in at])


def ks_statistic(x, y):
    grid = np.linspace(min(x.min(), y.min()), max(x.max(), y.max()), 1000)
    fx = np.array([np.mean(x <= t) for t in grid])
    fy = np.array([np.mean(y <= t) for t in grid])
    return float(np.max(np.abs(fx - fy)))


def ks_p_value(d, n, m):
    lam = np.sqrt(n * m / (n + m)) * d
    if lam < 0.1:
        return 1.0
    ks = np.arange(1, 101)
    p = 2 * np.sum((-1.0) ** (ks - 1) * np.exp(-2 * ks**2 * lam**2))
    return float(np.clip(p, 0, 1))
