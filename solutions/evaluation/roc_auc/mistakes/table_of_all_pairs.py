"""AUC compares each positive row with each negative one in a P x N table, which doesn't fit into memory for 100,000 rows:
ranks need one sort.

caught by: test_many_rows
"""

import numpy as np


def roc_curve(y, scores):
    if y.min() == y.max():
        raise ValueError("one class")
    thresholds = np.unique(scores)[::-1]
    order = np.argsort(-scores)
    s, labels = scores[order], y[order]
    last = np.searchsorted(-s, -thresholds, side="right")
    tp = np.cumsum(labels)[last - 1]
    fp = last - tp
    return np.r_[0.0, fp / fp[-1]], np.r_[0.0, tp / tp[-1]], np.r_[np.inf, thresholds]


def area(x, y):
    return float(np.trapezoid(y, x))


def roc_auc(y, scores):
    if y.min() == y.max():
        raise ValueError("one class")
    pos, neg = scores[y == 1], scores[y == 0]
    difference = pos[:, None] - neg[None, :]
    return float(np.mean((difference > 0) + 0.5 * (difference == 0)))
