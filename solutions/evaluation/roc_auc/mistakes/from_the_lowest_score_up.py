"""The rows come in from the lowest score up: a threshold lets in the scores above it, so that the highest one comes first.

caught by: test_the_curve
"""

import numpy as np


def roc_curve(y, scores):
    P, N = np.sum(y == 1), np.sum(y == 0)
    if P == 0 or N == 0:
        raise ValueError("both classes are needed")
    order = np.argsort(scores)
    y_sorted, s_sorted = y[order], scores[order]
    last = np.append(s_sorted[1:] != s_sorted[:-1], True)
    tpr = np.append(0.0, np.cumsum(y_sorted)[last] / P)
    fpr = np.append(0.0, np.cumsum(1 - y_sorted)[last] / N)
    return fpr, tpr, np.append(np.inf, s_sorted[last])


def area(x, y):
    return float(np.trapezoid(y, x))


def roc_auc(y, scores):
    fpr, tpr, _ = roc_curve(y, scores)
    return area(fpr, tpr)
