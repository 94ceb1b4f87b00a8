"""Pairs are numbered C * true + predicted and counted at once; cells are summed by masks."""

import numpy as np


def confusion_matrix(y_true, y_pred, labels=None):
    if labels is None:
        labels = np.unique(np.concatenate([y_true, y_pred]))
    labels = np.asarray(labels)
    if not (np.isin(y_true, labels).all() and np.isin(y_pred, labels).all()):
        raise ValueError("unknown label")
    order = np.argsort(labels)
    rows = order[np.searchsorted(labels, y_true, sorter=order)]
    columns = order[np.searchsorted(labels, y_pred, sorter=order)]
    c = len(labels)
    return np.bincount(c * rows + columns, minlength=c * c).reshape(c, c)


def one_against_rest(matrix, i):
    own = np.arange(len(matrix)) == i
    return tuple(int(matrix[np.ix_(a, b)].sum()) for a, b in ((own, own), (own, ~own), (~own, own), (~own, ~own)))


def rates(matrix, i):
    tp, fn, fp, tn = map(np.float64, one_against_rest(matrix, i))
    with np.errstate(invalid="ignore"):
        return tp / (tp + fn), tn / (tn + fp), fp / (tn + fp), fn / (tp + fn)


def accuracy(matrix):
    return matrix.diagonal().sum() / matrix.sum()
