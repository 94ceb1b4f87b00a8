"""Only the first term of the sum is kept, 2 exp(-2 lambda^2), which is good for a small p only. The sum alternates and needs
more terms the smaller lambda is.

caught by: test_both_ends_of_p
"""

import numpy as np


def ecdf(sample, at):
    return np.searchsorted(np.sort(sample), at, side="right") / sample.shape[0]


def ks_statistic(x, y):
    points = np.unique(np.concatenate([x, y]))
    return float(np.max(np.abs(ecdf(x, points) - ecdf(y, points))))


def ks_p_value(d, n, m):
    en = np.sqrt(n * m / (n + m))
    return float(2 * np.exp(-2 * (en * d) ** 2))
