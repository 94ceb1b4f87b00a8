"""Python's own counts, and the harmonic mean of precision and recall; micro is the accuracy."""

from collections import Counter

import numpy as np


def of_class(y_true, y_pred, c):
    pairs = Counter(zip((y_true == c).tolist(), (y_pred == c).tolist()))
    tp, fp, fn = pairs[True, True], pairs[False, True], pairs[True, False]
    p = tp / (tp + fp) if tp + fp else 0.0
    r = tp / (tp + fn) if tp + fn else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def per_class(y_true, y_pred):
    classes = sorted(set(y_true.tolist()) | set(y_pred.tolist()))
    rows = np.array([of_class(y_true, y_pred, c) for c in classes])
    support = np.array([np.count_nonzero(y_true == c) for c in classes])
    return np.array(classes), rows[:, 0], rows[:, 1], rows[:, 2], support


def precision_recall_f1(y_true, y_pred, average="binary", positive=1):
    if average == "binary":
        return of_class(y_true, y_pred, positive)
    if average == "micro":
        # Whatever is missed by one class is taken for another: FP and FN have the same sum.
        share = float(np.mean(y_true == y_pred))
        return share, share, share
    _, p, r, f1, support = per_class(y_true, y_pred)
    if average == "macro":
        weights = np.ones(len(support))
    elif average == "weighted":
        weights = support
    else:
        raise ValueError(average)
    return tuple(float(m @ weights / weights.sum()) for m in (p, r, f1))
