"""Each adjusted value by its definition: over all tests with a smaller, or a larger, p."""

import numpy as np


def bonferroni(p):
    return np.clip(p * p.size, None, 1)


def holm(p):
    at_least = (p[None, :] >= p[:, None]).sum(axis=1)  # how many are as large, so the largest factor among ties
    return np.array([min(1.0, float((at_least * p)[p <= value].max())) for value in p])


def benjamini_hochberg(p):
    at_most = (p[None, :] <= p[:, None]).sum(axis=1)
    return np.array([min(1.0, float((p.size * p / at_most)[p >= value].min())) for value in p])
