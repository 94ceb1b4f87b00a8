"""Micro counts each row against each class and lets the rows that neither are nor were predicted count as right, which is
the mean accuracy of the classes: true negatives are in none of the three metrics.

caught by: test_micro
"""

import numpy as np


def scores(tp, fp, fn):
    p = tp / (tp + fp) if tp + fp > 0 else 0.0
    r = tp / (tp + fn) if tp + fn > 0 else 0.0
    f = 2 * p * r / (p + r) if p + r > 0 else 0.0
    return p, r, f


def per_class(y_true, y_pred):
    classes = np.union1d(y_true, y_pred)
    rows = []
    for c in classes:
        tp = np.sum((y_true == c) & (y_pred == c))
        fp = np.sum((y_true != c) & (y_pred == c))
        fn = np.sum((y_true == c) & (y_pred != c))
        rows.append(scores(tp, fp, fn))
    p, r, f = np.array(rows).T
    return classes, p, r, f, np.array([np.sum(y_true == c) for c in classes])


def precision_recall_f1(y_true, y_pred, average="binary", positive=1):
    if average == "binary":
        tp = np.sum((y_true == positive) & (y_pred == positive))
        return scores(tp, np.sum(y_pred == positive) - tp, np.sum(y_true == positive) - tp)
    classes, p, r, f, support = per_class(y_true, y_pred)
    if average == "macro":
        return p.mean(), r.mean(), f.mean()
    if average == "weighted":
        return tuple(np.sum(m * support) / support.sum() for m in (p, r, f))
    if average == "micro":
        share = np.mean([np.mean((y_true == c) == (y_pred == c)) for c in classes])
        return share, share, share
    raise ValueError(average)
