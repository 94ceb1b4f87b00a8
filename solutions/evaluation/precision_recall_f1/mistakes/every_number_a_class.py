"""Every number up to the largest label is a class, as in a confusion matrix that is indexed by the labels: labels have gaps, and
only those that are true or predicted somewhere are classes.

caught by: test_each_class
"""

import numpy as np


def confusion(y_true, y_pred):
    k = max(y_true.max(), y_pred.max()) + 1
    matrix = np.zeros((k, k), dtype=int)
    np.add.at(matrix, (y_true, y_pred), 1)
    return matrix


def divide(a, b):
    return np.divide(a, b, out=np.zeros(len(b)), where=b > 0)


def per_class(y_true, y_pred):
    matrix = confusion(y_true, y_pred)
    tp, predicted, support = np.diag(matrix), matrix.sum(axis=0), matrix.sum(axis=1)
    f1 = divide(2 * tp, predicted + support)
    return np.arange(len(matrix)), divide(tp, predicted), divide(tp, support), f1, support


def precision_recall_f1(y_true, y_pred, average="binary", positive=1):
    if average == "binary":
        y_true, y_pred = (y_true == positive).astype(int), (y_pred == positive).astype(int)
        tp, fp, fn = np.sum(y_true & y_pred), np.sum(y_pred & ~y_true), np.sum(y_true & ~y_pred)
        precision = tp / (tp + fp) if tp + fp else 0.0
        recall = tp / (tp + fn) if tp + fn else 0.0
        return float(precision), float(recall), float(2 * tp / (2 * tp + fp + fn)) if tp else 0.0
    _, precision, recall, f1, support = per_class(y_true, y_pred)
    if average == "micro":
        accuracy = float(np.mean(y_true == y_pred))
        return accuracy, accuracy, accuracy
    if average == "macro":
        return float(precision.mean()), float(recall.mean()), float(f1.mean())
    if average == "weighted":
        return tuple(float(np.average(metric, weights=support)) for metric in (precision, recall, f1))
    raise ValueError(f"unknown average {average}")
