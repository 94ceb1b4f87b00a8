"""The rows are split into those of one group and all others: there may be any number of groups, each with a part of its own.

caught by: test_many_groups
"""

import numpy as np


def proportions(y):
    _, counts = np.unique(y, return_counts=True)
    return counts / len(y)


def gini(y):
    return float(1 - np.sum(proportions(y) ** 2))


def entropy(y):
    p = proportions(y)
    return float(np.sum(p * np.log2(1 / p)))


def information_gain(y, groups, criterion="entropy"):
    if criterion not in ("entropy", "gini"):
        raise ValueError("unknown criterion")
    impurity = entropy if criterion == "entropy" else gini
    mask = groups == groups.min()
    left, right = y[mask], y[~mask]
    if len(right) == 0:
        return 0.0
    w = len(left) / len(y)
    return impurity(y) - w * impurity(left) - (1 - w) * impurity(right)


def gain_ratio(y, groups):
    split = entropy(groups)
    return information_gain(y, groups) / split if split > 0 else 0.0
