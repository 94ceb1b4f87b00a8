"""Each row makes a point of its own, in whatever order rows of equal score come: they come in at once, with one point.

caught by: test_equal_scores_have_one_point
"""

import numpy as np


def roc_curve(y, scores):
    P = np.sum(y == 1)
    N = np.sum(y == 0)
    if P == 0 or N == 0:
        raise ValueError("need both classes")
    order = np.argsort(scores, kind="stable")[::-1]
    tps = np.cumsum(y[order] == 1)
    fps = np.cumsum(y[order] == 0)
    tpr = np.concatenate(([0.0], tps / P))
    fpr = np.concatenate(([0.0], fps / N))
    return fpr, tpr, np.concatenate(([np.inf], scores[order]))


def area(x, y):
    return float(sum((x[i + 1] - x[i]) * (y[i] + y[i + 1]) / 2 for i in range(len(x) - 1)))


def roc_auc(y, scores):
    fpr, tpr, _ = roc_curve(y, scores)
    return area(fpr, tpr)
