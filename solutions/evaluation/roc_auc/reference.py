"""One sort gives the curve and the ranks.

Why it works: a threshold lets in a whole run of equal scores, so the curve has a point where such a run ends. In the
sum of ranks each positive is counted once for every row that it isn't below; what positives count among themselves is
P (P + 1) / 2, whatever their order, and equal ranks are shared so that a tie counts one half.
"""

import numpy as np


def check(y):
    if not 0 < np.sum(y) < len(y):
        raise ValueError("y needs a positive and a negative row at least")


def roc_curve(y, scores):
    check(y)
    order = np.argsort(-scores)
    y, scores = y[order], scores[order]
    ends = np.append(np.flatnonzero(np.diff(scores)), len(y) - 1)
    tp = np.cumsum(y)[ends]
    fp = ends + 1 - tp
    return (
        np.append(0.0, fp / fp[-1]),
        np.append(0.0, tp / tp[-1]),
        np.append(np.inf, scores[ends]),
    )


def area(x, y):
    return float(np.sum(np.diff(x) * (y[1:] + y[:-1]) / 2))


def roc_auc(y, scores):
    check(y)
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks = (last - (counts - 1) / 2)[place]
    positives = int(np.sum(y))
    negatives = len(y) - positives
    return float((ranks[y == 1].sum() - positives * (positives + 1) / 2) / (positives * negatives))
