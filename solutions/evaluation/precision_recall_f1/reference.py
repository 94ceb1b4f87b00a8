"""Count for each class, then divide; an average is a choice of when to add.

Why it works: F1 = 2 P R / (P + R), with P = TP / (TP + FP) and R = TP / (TP + FN) put in, has TP cancelled above and
below, and what remains is 0 / 0 only for a class that neither occurs nor is predicted.
"""

import numpy as np


def counts(y_true, y_pred, classes):
    true, predicted = y_true == classes[:, None], y_pred == classes[:, None]
    return (true & predicted).sum(axis=1), (predicted & ~true).sum(axis=1), (true & ~predicted).sum(axis=1)


def ratio(part, whole):
    return np.where(whole > 0, part / np.maximum(whole, 1), 0.0)


def metrics(tp, fp, fn):
    return ratio(tp, tp + fp), ratio(tp, tp + fn), ratio(2 * tp, 2 * tp + fp + fn)


def per_class(y_true, y_pred):
    classes = np.union1d(y_true, y_pred)
    tp, fp, fn = counts(y_true, y_pred, classes)
    return classes, *metrics(tp, fp, fn), tp + fn


def precision_recall_f1(y_true, y_pred, average="binary", positive=1):
    if average == "binary":
        return tuple(float(m[0]) for m in metrics(*counts(y_true, y_pred, np.array([positive]))))
    classes = np.union1d(y_true, y_pred)
    tp, fp, fn = counts(y_true, y_pred, classes)
    if average == "micro":
        return tuple(float(m) for m in metrics(tp.sum(), fp.sum(), fn.sum()))
    if average == "macro":
        return tuple(float(m.mean()) for m in metrics(tp, fp, fn))
    if average == "weighted":
        return tuple(float(np.average(m, weights=tp + fn)) for m in metrics(tp, fp, fn))
    raise ValueError(f"no average is called {average!r}")
