# needs: scipy
"""SciPy's U statistic of Mann and Whitney."""

import numpy as np
from scipy.stats import mannwhitneyu


def roc_curve(y, scores):
    if len(np.unique(y)) < 2:
        raise ValueError("both classes are needed")
    thresholds = np.concatenate([[np.inf], np.sort(np.unique(scores))[::-1]])
    fpr = np.array([np.mean(scores[y == 0] >= t) for t in thresholds])
    tpr = np.array([np.mean(scores[y == 1] >= t) for t in thresholds])
    return fpr, tpr, thresholds


def area(x, y):
    from scipy.integrate import trapezoid

    return float(trapezoid(y, x))


def roc_auc(y, scores):
    if len(np.unique(y)) < 2:
        raise ValueError("both classes are needed")
    u = mannwhitneyu(scores[y == 1], scores[y == 0], method="asymptotic").statistic
    return float(u / ((y == 1).sum() * (y == 0).sum()))
