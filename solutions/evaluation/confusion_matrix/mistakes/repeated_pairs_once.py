"""matrix[true, predicted] += 1 with arrays of indices counts a pair that occurs several times only once: np.add.at, or a
loop over the rows, counts each of them.

caught by: test_pairs_are_counted
"""

import numpy as np


def confusion_matrix(y_true, y_pred, labels=None):
    if labels is None:
        labels = np.unique(np.concatenate([y_true, y_pred]))
    index = {label: i for i, label in enumerate(labels.tolist())}
    if not set(y_true.tolist()) | set(y_pred.tolist()) <= set(index):
        raise ValueError("unknown label")
    true, predicted = [index[label] for label in y_true.tolist()], [index[label] for label in y_pred.tolist()]
    matrix = np.zeros((len(labels), len(labels)), dtype=int)
    matrix[true, predicted] += 1
    return matrix


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
