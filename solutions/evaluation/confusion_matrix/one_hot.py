"""One-hot rows of both: their product counts the pairs. Type I and II rates are what the others lack to 1."""

import numpy as np


def confusion_matrix(y_true, y_pred, labels=None):
    if labels is None:
        labels = sorted(set(y_true.tolist()) | set(y_pred.tolist()))
    labels = np.asarray(labels)
    a, b = y_true[:, None] == labels, y_pred[:, None] == labels
    if not a.any(axis=1).all() or not b.any(axis=1).all():
        raise ValueError("unknown label")
    return a.astype(int).T @ b.astype(int)


def one_against_rest(matrix, i):
    rest = np.delete(matrix, i, axis=0)
    tp = matrix[i][i]
    return int(tp), int(matrix[i].sum() - tp), int(rest[:, i].sum()), int(np.delete(rest, i, axis=1).sum())


def rates(matrix, i):
    tp, fn, fp, tn = one_against_rest(matrix, i)
    sensitivity = np.nan if tp + fn == 0 else tp / (tp + fn)
    specificity = np.nan if tn + fp == 0 else tn / (tn + fp)
    return sensitivity, specificity, 1 - specificity, 1 - sensitivity


def accuracy(matrix):
    return sum(matrix[i, i] for i in range(len(matrix))) / np.sum(matrix)
