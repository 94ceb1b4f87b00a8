"""The sorted results are indexed by the order that sorted the p-values, which permutes them once more: out[order] = adjusted puts
them back.

caught by: test_holm
"""

import numpy as np


def bonferroni(p):
    return np.minimum(p * len(p), 1.0)


def holm(p):
    m = len(p)
    order = np.argsort(p)
    adjusted = np.maximum.accumulate(p[order] * np.arange(m, 0, -1))
    return np.minimum(adjusted, 1.0)[order]


def benjamini_hochberg(p):
    m = len(p)
    order = np.argsort(p)
    adjusted = p[order] * m / np.arange(1, m + 1)
    adjusted = np.minimum.accumulate(adjusted[::-1])[::-1]
    return np.minimum(adjusted, 1.0)[order]
