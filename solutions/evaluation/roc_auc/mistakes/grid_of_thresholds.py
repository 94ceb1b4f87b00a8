"""Thresholds are a fixed grid from 1 down to 0: scores are any real numbers, and the thresholds are the scores themselves.

caught by: test_the_curve
"""

import numpy as np


def roc_curve(y, scores):
    pos = (y == 1).sum()
    neg = (y == 0).sum()
    if pos == 0 or neg == 0:
        raise ValueError("both classes are required")
    thresholds = np.linspace(1, 0, 101)
    fpr, tpr = [], []
    for t in thresholds:
        pred = scores >= t
        tpr.append(np.sum(pred & (y == 1)) / pos)
        fpr.append(np.sum(pred & (y == 0)) / neg)
    return np.array(fpr), np.array(tpr), thresholds


def area(x, y):
    return float(np.trapezoid(y, x))


def roc_auc(y, scores):
    fpr, tpr, _ = roc_curve(y, scores)
    return area(fpr, tpr)
