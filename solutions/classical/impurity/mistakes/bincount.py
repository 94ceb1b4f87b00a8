"""np.bincount counts the numbers from 0 up: absent ones have the share 0, whose logarithm is -inf and 0 * -inf nan, and negative
labels are refused. Count the classes that occur.

caught by: test_labels_are_any_integers
"""

import numpy as np


def gini(y):
    p = np.bincount(y) / len(y)
    return float(1 - np.sum(p**2))


def entropy(y):
    p = np.bincount(y) / len(y)
    return float(-np.sum(p * np.log2(p)))


def information_gain(y, groups, criterion="entropy"):
    if criterion not in ("entropy", "gini"):
        raise ValueError("unknown criterion")
    impurity = entropy if criterion == "entropy" else gini
    weighted = 0.0
    for g in np.unique(groups):
        part = y[groups == g]
        weighted += len(part) / len(y) * impurity(part)
    return float(impurity(y) - weighted)


def gain_ratio(y, groups):
    split = entropy(groups)
    return float(information_gain(y, groups) / split) if split > 0 else 0.0
