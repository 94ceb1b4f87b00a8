"""TN is the sum of the other diagonal cells: a row of another class that was taken for a third one isn't of this class
and wasn't predicted to be, so that it is a true negative too.

caught by: test_counts_of_one_class
"""

import numpy as np


def confusion_matrix(y_true, y_pred, labels=None):
    if labels is None:
        labels = np.unique(np.concatenate((y_true, y_pred)))
    labels = list(labels)
    cm = np.zeros((len(labels), len(labels)), dtype=int)
    for t, p in zip(y_true, y_pred):
        cm[labels.index(t), labels.index(p)] += 1
    return cm


def one_against_rest(matrix, i):
    tp = matrix[i, i]
    fn = matrix[i, :].sum() - tp
    fp = matrix[:, i].sum() - tp
    tn = np.trace(matrix) - tp
    return int(tp), int(fn), int(fp), int(tn)


def divide(a, b):
    return a / b if b > 0 else float("nan")


def rates(matrix, i):
    tp, fn, fp, tn = one_against_rest(matrix, i)
    return divide(tp, tp + fn), divide(tn, tn + fp), divide(fp, fp + tn), divide(fn, fn + tp)


def accuracy(matrix):
    return float(np.diag(matrix).sum() / matrix.sum())
