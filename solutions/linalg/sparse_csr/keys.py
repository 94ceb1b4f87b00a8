"""One number for each place, row * M + column, made unique; searches for the row ends; products added at their rows."""

import numpy as np


def from_triplets(rows, cols, values, n_rows):
    width = int(cols.max(initial=0)) + 1
    keys, inverse = np.unique(rows * width + cols, return_inverse=True)
    data = np.zeros(len(keys))
    np.add.at(data, inverse, values)
    return np.searchsorted(keys, np.arange(n_rows + 1) * width), keys % width, data


def matvec(indptr, indices, data, x):
    y = np.zeros(len(indptr) - 1)
    rows = np.searchsorted(indptr, np.arange(len(data)), side="right") - 1
    np.add.at(y, rows, data * x[indices])
    return y


def transpose(indptr, indices, data, n_cols):
    rows = np.searchsorted(indptr, np.arange(len(data)), side="right") - 1
    order = np.argsort(indices, kind="stable")
    counts = np.bincount(indices, minlength=n_cols)
    return np.append(0, np.cumsum(counts)), rows[order], data[order]
