"""Both impurities have the formulas of two classes, p and 1 - p: there may be any number of classes, each with a term of its
own.

caught by: test_the_gini_impurity
"""

import numpy as np


def gini(y):
    p = np.mean(y == y[0])
    return float(2 * p * (1 - p))


def entropy(y):
    p = np.mean(y == y[0])
    if p == 1:
        return 0.0
    return float(-p * np.log2(p) - (1 - p) * np.log2(1 - p))


def information_gain(y, groups, criterion="entropy"):
    if criterion == "entropy":
        impurity = entropy
    elif criterion == "gini":
        impurity = gini
    else:
        raise ValueError("unknown criterion")
    return impurity(y) - sum(np.mean(groups == g) * impurity(y[groups == g]) for g in set(groups.tolist()))


def gain_ratio(y, groups):
    split = entropy(groups)
    return information_gain(y, groups) / split if split > 0 else 0.0
