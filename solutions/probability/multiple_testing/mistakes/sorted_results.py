"""The adjusted values come back in increasing order: each belongs to a test, and has to be put back in its place.

caught by: test_holm
"""

import numpy as np


def bonferroni(p):
    return np.minimum(p * len(p), 1.0)


def holm(p):
    m = len(p)
    s = np.sort(p)
    adj = s * (m - np.arange(m))
    return np.minimum(np.maximum.accumulate(adj), 1.0)


def benjamini_hochberg(p):
    m = len(p)
    s = np.sort(p)
    adj = s * m / np.arange(1, m + 1)
    return np.minimum(np.minimum.accumulate(adj[::-1])[::-1], 1.0)
