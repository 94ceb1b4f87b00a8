"""One cell is counted up for each row.

Why it works: a row of the data is in exactly one cell, so sums of cells count disjoint sets of rows: the class's row of
the matrix holds all that is of it, its column all that was taken for it, and the two meet in the diagonal.
"""

import numpy as np


def confusion_matrix(y_true, y_pred, labels=None):
    if labels is None:
        labels = np.union1d(y_true, y_pred)
    place = {label: i for i, label in enumerate(np.asarray(labels).tolist())}
    matrix = np.zeros((len(place), len(place)), dtype=np.int64)
    for true, predicted in zip(y_true.tolist(), y_pred.tolist(), strict=True):
        if true not in place or predicted not in place:
            raise ValueError(f"{true} or {predicted} is no label")
        matrix[place[true], place[predicted]] += 1
    return matrix


def one_against_rest(matrix, i):
    tp = int(matrix[i, i])
    fn = int(matrix[i, :].sum()) - tp
    fp = int(matrix[:, i].sum()) - tp
    return tp, fn, fp, int(matrix.sum()) - tp - fn - fp


def share(part, whole):
    return part / whole if whole else float("nan")


def rates(matrix, i):
    tp, fn, fp, tn = one_against_rest(matrix, i)
    return share(tp, tp + fn), share(tn, tn + fp), share(fp, fp + tn), share(fn, fn + tp)


def accuracy(matrix):
    return float(np.trace(matrix) / matrix.sum())
