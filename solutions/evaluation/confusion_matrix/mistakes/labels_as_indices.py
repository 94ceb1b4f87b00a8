"""Labels are taken for indices of the matrix: they are any integers, and their place in `labels` is the index.

caught by: test_labels_give_the_order
"""

import numpy as np


def confusion_matrix(y_true, y_pred, labels=None):
    n = len(labels) if labels is not None else max(y_true.max(), y_pred.max()) + 1
    cm = np.zeros((n, n), dtype=int)
    for t, p in zip(y_true, y_pred):
        cm[t, p] += 1
    return cm


def one_against_rest(matrix, i):
    tp = matrix[i, i]
    fn = matrix[i].sum() - tp
    fp = matrix[:, i].sum() - tp
    tn = matrix.sum() - tp - fn - fp
    return int(tp), int(fn), int(fp), int(tn)


def rates(matrix, i):
    tp, fn, fp, tn = (np.float64(x) for x in one_against_rest(matrix, i))
    with np.errstate(divide="ignore", invalid="ignore"):
        return tp / (tp + fn), tn / (tn + fp), fp / (fp + tn), fn / (fn + tp)


def accuracy(matrix):
    return np.trace(matrix) / matrix.sum()
