"""Gini, entropy, information gain and gain ratio.

Why it works: np.unique counts the classes that occur, so no share is 0 and no logarithm fails. Both impurities are
concave in the shares, and the shares of all rows are the weighted mean of the groups': a split can't make them larger.
"""

import numpy as np


def shares(y):
    counts = np.unique(y, return_counts=True)[1]
    return counts / counts.sum()


def gini(y):
    return float(1 - (shares(y) ** 2).sum())


def entropy(y):
    p = shares(y)
    return float(-(p * np.log2(p)).sum())


IMPURITIES = {"gini": gini, "entropy": entropy}


def information_gain(y, groups, criterion="entropy"):
    if criterion not in IMPURITIES:
        raise ValueError(f"there is no criterion {criterion!r}")
    impurity = IMPURITIES[criterion]
    left = sum((groups == g).mean() * impurity(y[groups == g]) for g in np.unique(groups))
    return float(impurity(y) - left)


def gain_ratio(y, groups):
    information = entropy(groups)
    return information_gain(y, groups) / information if information > 0 else 0.0
