"""The confusion matrix and its margins."""

import numpy as np


def matrix_of(y_true, y_pred):
    classes, codes = np.unique(np.concatenate([y_true, y_pred]), return_inverse=True)
    t, p = np.split(codes.ravel(), 2)
    matrix = np.zeros((len(classes), len(classes)))
    np.add.at(matrix, (t, p), 1.0)
    return classes, matrix


def divide(a, b):
    return np.divide(a, b, out=np.zeros_like(np.asarray(a, dtype=float)), where=np.asarray(b) != 0)


def per_class(y_true, y_pred):
    classes, matrix = matrix_of(y_true, y_pred)
    tp, predicted, support = matrix.diagonal(), matrix.sum(axis=0), matrix.sum(axis=1)
    return classes, divide(tp, predicted), divide(tp, support), divide(2 * tp, predicted + support), support.astype(int)


def precision_recall_f1(y_true, y_pred, average="binary", positive=1):
    classes, p, r, f1, support = per_class(y_true, y_pred)
    if average == "binary":
        if positive not in classes:
            return 0.0, 0.0, 0.0
        i = classes.tolist().index(positive)
        return p[i], r[i], f1[i]
    if average == "micro":
        _, matrix = matrix_of(y_true, y_pred)
        tp = np.trace(matrix)
        return (tp / matrix.sum(),) * 3
    weights = {"macro": np.full(len(classes), 1 / len(classes)), "weighted": support / len(y_true)}
    if average not in weights:
        raise ValueError(average)
    return tuple(np.dot(weights[average], m) for m in (p, r, f1))
