"""The values are scaled by rank and left at that: a test may then be rejected while one with a smaller p isn't. Holm needs
a running maximum from the smallest, Benjamini-Hochberg a running minimum from the largest.

caught by: test_the_running_maximum
"""

import numpy as np


def bonferroni(p):
    return np.clip(p * len(p), 0, 1)


def holm(p):
    m = len(p)
    order = np.argsort(p)
    out = np.empty(m)
    for rank, i in enumerate(order):
        out[i] = min(1.0, (m - rank) * p[i])
    return out


def benjamini_hochberg(p):
    m = len(p)
    order = np.argsort(p)
    out = np.empty(m)
    for rank, i in enumerate(order, start=1):
        out[i] = min(1.0, p[i] * m / rank)
    return out
