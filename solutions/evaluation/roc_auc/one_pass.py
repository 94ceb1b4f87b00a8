"""One pass over groups of equal scores; each positive is worth the negatives below it, and half of those beside it."""

from itertools import groupby

import numpy as np


def groups(y, scores):
    rows = sorted(zip(scores.tolist(), y.tolist()), reverse=True)
    if len({label for _, label in rows}) < 2:
        raise ValueError("y needs both classes")
    for score, group in groupby(rows, key=lambda row: row[0]):
        members = [label for _, label in group]
        yield score, sum(members), len(members) - sum(members)


def roc_curve(y, scores):
    tp = fp = 0
    points = [(0, 0, float("inf"))]
    for score, positives, negatives in groups(y, scores):
        tp, fp = tp + positives, fp + negatives
        points.append((fp, tp, score))
    x, up, thresholds = np.array(points).T
    return x / fp, up / tp, thresholds


def area(x, y):
    total = 0.0
    for i in range(1, len(x)):
        total += (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2
    return total


def roc_auc(y, scores):
    twice = above = below = 0
    for _, positives, negatives in groups(y, scores):
        twice += negatives * (2 * above + positives)
        above, below = above + positives, below + negatives
    return twice / (2 * above * below)
