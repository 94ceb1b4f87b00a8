"""A row is positive only if its score is above the threshold: at score >= t it is, so that each threshold lets its own rows
in.

caught by: test_the_curve
"""

import numpy as np


def roc_curve(y, scores):
    if len(set(y.tolist())) < 2:
        raise ValueError("y has one class only")
    thresholds = np.concatenate([[np.inf], np.unique(scores)[::-1]])
    positives, negatives = np.sort(scores[y == 1]), np.sort(scores[y == 0])
    tpr = 1 - np.searchsorted(positives, thresholds, side="right") / len(positives)
    fpr = 1 - np.searchsorted(negatives, thresholds, side="right") / len(negatives)
    return fpr, tpr, thresholds


def area(x, y):
    widths = np.diff(x)
    heights = (y[:-1] + y[1:]) / 2
    return float(widths @ heights)


def roc_auc(y, scores):
    if len(set(y.tolist())) < 2:
        raise ValueError("y has one class only")
    positives, negatives = scores[y == 1], np.sort(scores[y == 0])
    below = np.searchsorted(negatives, positives, side="left")
    upto = np.searchsorted(negatives, positives, side="right")
    return float((below + upto).sum() / 2 / (len(positives) * len(negatives)))
