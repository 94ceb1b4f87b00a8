"""A table of counts, classes by groups: the gain is the mutual information, from the margins and the cells."""

import numpy as np


def plogp(counts):
    p = counts[counts > 0] / counts.sum()
    return -np.sum(p * np.log(p)) / np.log(2)


def table(y, groups):
    _, rows = np.unique(y, return_inverse=True)
    _, columns = np.unique(groups, return_inverse=True)
    counts = np.zeros((rows.max() + 1, columns.max() + 1))
    np.add.at(counts, (rows, columns), 1)
    return counts


def gini(y):
    counts = table(y, y).sum(axis=0)
    return float((counts * (len(y) - counts)).sum() / len(y) ** 2)


def entropy(y):
    return float(plogp(table(y, y)))


def information_gain(y, groups, criterion="entropy"):
    counts = table(y, groups)
    if criterion == "entropy":
        return float(plogp(counts.sum(axis=0)) + plogp(counts.sum(axis=1)) - plogp(counts))
    if criterion == "gini":
        n = len(y)
        inside = (counts**2).sum(axis=0) / counts.sum(axis=0)
        return float(inside.sum() / n - (counts.sum(axis=1) ** 2).sum() / n**2)
    raise ValueError(criterion)


def gain_ratio(y, groups):
    split = plogp(table(y, groups).sum(axis=0))
    return float(information_gain(y, groups) / split) if split > 0 else 0.0
