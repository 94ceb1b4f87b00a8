"""The running extremes go the wrong way: Holm takes a minimum from the largest (which is Hochberg's procedure), and
Benjamini-Hochberg a maximum from the smallest.

caught by: test_the_running_maximum
"""

import numpy as np


def bonferroni(p):
    return np.minimum(1.0, p.size * p)


def holm(p):
    m = p.size
    order = np.argsort(p)
    scaled = p[order] * (m - np.arange(m))
    scaled = np.minimum.accumulate(scaled[::-1])[::-1]
    out = np.empty(m)
    out[order] = np.minimum(scaled, 1.0)
    return out


def benjamini_hochberg(p):
    m = p.size
    order = np.argsort(p)
    scaled = p[order] * m / np.arange(1, m + 1)
    scaled = np.maximum.accumulate(scaled)
    out = np.empty(m)
    out[order] = np.minimum(scaled, 1.0)
    return out
