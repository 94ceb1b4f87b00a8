# needs: scipy
"""SciPy's false discovery control; Holm by ranks."""

import numpy as np
from scipy import stats


def bonferroni(p):
    return np.minimum(p * len(p), 1)


def holm(p):
    ranks = stats.rankdata(p, method="min")
    scaled = (len(p) - ranks + 1) * p
    return np.minimum([scaled[p <= value].max() for value in p], 1)


def benjamini_hochberg(p):
    return stats.false_discovery_control(p, method="bh")
