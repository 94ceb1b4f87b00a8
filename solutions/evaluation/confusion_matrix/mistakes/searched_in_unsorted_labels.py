"""np.searchsorted looks the places up in `labels` as if these were ascending: in any other order it finds wrong places.

caught by: test_labels_give_the_order
"""

import numpy as np


def confusion_matrix(y_true, y_pred, labels=None):
    if labels is None:
        labels = np.unique(np.concatenate([y_true, y_pred]))
    if not np.isin(y_true, labels).all() or not np.isin(y_pred, labels).all():
        raise ValueError("unknown label")
    C = len(labels)
    true, predicted = np.searchsorted(labels, y_true), np.searchsorted(labels, y_pred)
    return np.bincount(true * C + predicted, minlength=C * C)[: C * C].reshape(C, C)


def one_against_rest(matrix, i):
    tp = matrix[i, i]
    fn = matrix[i].sum() - tp
    fp = matrix[:, i].sum() - tp
    return tp, fn, fp, matrix.sum() - tp - fn - fp


def rates(matrix, i):
    tp, fn, fp, tn = one_against_rest(matrix, i)
    positive, negative = tp + fn, tn + fp
    sensitivity = tp / positive if positive else np.nan
    specificity = tn / negative if negative else np.nan
    return sensitivity, specificity, 1 - specificity, 1 - sensitivity


def accuracy(matrix):
    return matrix.diagonal().sum() / matrix.sum()
