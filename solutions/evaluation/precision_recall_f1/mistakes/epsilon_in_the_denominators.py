"""A small number is added to the denominators so that nothing is divided by 0: every result is a little too small. 0 / 0 is
to be looked for, and all other quotients are exact.

caught by: test_quotients_are_exact
"""

import numpy as np

EPS = 1e-7


def scores(tp, fp, fn):
    precision = tp / (tp + fp + EPS)
    recall = tp / (tp + fn + EPS)
    f1 = 2 * precision * recall / (precision + recall + EPS)
    return precision, recall, f1


def counts(y_true, y_pred, c):
    tp = np.sum((y_pred == c) & (y_true == c))
    fp = np.sum((y_pred == c) & (y_true != c))
    fn = np.sum((y_pred != c) & (y_true == c))
    return tp, fp, fn


def per_class(y_true, y_pred):
    classes = np.unique(np.concatenate([y_true, y_pred]))
    table = np.array([scores(*counts(y_true, y_pred, c)) for c in classes])
    support = np.array([(y_true == c).sum() for c in classes])
    return classes, table[:, 0], table[:, 1], table[:, 2], support


def precision_recall_f1(y_true, y_pred, average="binary", positive=1):
    if average == "binary":
        return scores(*counts(y_true, y_pred, positive))
    classes, p, r, f1, support = per_class(y_true, y_pred)
    if average == "micro":
        total = np.sum([counts(y_true, y_pred, c) for c in classes], axis=0)
        return scores(*total)
    if average == "macro":
        return np.mean(p), np.mean(r), np.mean(f1)
    if average == "weighted":
        w = support / support.sum()
        return np.sum(w * p), np.sum(w * r), np.sum(w * f1)
    raise ValueError("unknown average")
