"""Counts of scores that reach a threshold, by binary search; AUC is the area of the curve."""

import numpy as np


def roc_curve(y, scores):
    positive, negative = np.sort(scores[y == 1]), np.sort(scores[y == 0])
    if len(positive) == 0 or len(negative) == 0:
        raise ValueError("one class only")
    thresholds = np.concatenate([[np.inf], np.unique(scores)[::-1]])
    tpr = 1 - np.searchsorted(positive, thresholds, side="left") / len(positive)
    fpr = 1 - np.searchsorted(negative, thresholds, side="left") / len(negative)
    return fpr, tpr, thresholds


def area(x, y):
    return float(np.trapezoid(y, x))


def roc_auc(y, scores):
    fpr, tpr, _ = roc_curve(y, scores)
    return area(fpr, tpr)
