"""CSR by sorting and cumulative counts.

Why it works: sorted by row and column, equal pairs are neighbours, and the entries of a row are a slice whose ends the
cumulative counts give. The transpose is the same triplets with rows and columns swapped.
"""

import numpy as np


def row_of_each_entry(indptr):
    return np.repeat(np.arange(len(indptr) - 1), np.diff(indptr))


def from_triplets(rows, cols, values, n_rows):
    order = np.lexsort((cols, rows))
    rows, cols, values = rows[order], cols[order], values[order]
    new = np.ones(len(rows), dtype=bool)
    new[1:] = (rows[1:] != rows[:-1]) | (cols[1:] != cols[:-1])
    data = np.zeros(new.sum())
    np.add.at(data, new.cumsum() - 1, values)
    counts = np.bincount(rows[new], minlength=n_rows)
    return np.concatenate([[0], counts.cumsum()]), cols[new], data


def matvec(indptr, indices, data, x):
    y = np.zeros(len(indptr) - 1)
    np.add.at(y, row_of_each_entry(indptr), data * x[indices])
    return y


def transpose(indptr, indices, data, n_cols):
    return from_triplets(indices, row_of_each_entry(indptr), data, n_cols)
