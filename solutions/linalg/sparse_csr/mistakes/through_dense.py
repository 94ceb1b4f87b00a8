"""The matrix is written out in full first: with 10^6 rows and columns that would be terabytes. Sort the triplets, and count
the entries of each row.

caught by: test_work_grows_with_the_entries
"""

import numpy as np


def from_triplets(rows, cols, values, n_rows):
    n_cols = int(cols.max()) + 1 if len(cols) else 0
    dense = np.zeros((n_rows, n_cols))
    touched = np.zeros((n_rows, n_cols), dtype=bool)
    for r, c, v in zip(rows, cols, values):
        dense[r, c] += v
        touched[r, c] = True
    r, c = np.nonzero(touched)
    indptr = np.concatenate([[0], np.cumsum(touched.sum(axis=1))])
    return indptr, c, dense[r, c]


def matvec(indptr, indices, data, x):
    y = np.zeros(len(indptr) - 1)
    for i in np.flatnonzero(np.diff(indptr)):
        for e in range(indptr[i], indptr[i + 1]):
            y[i] += data[e] * x[indices[e]]
    return y


def transpose(indptr, indices, data, n_cols):
    rows = np.repeat(np.arange(len(indptr) - 1), np.diff(indptr))
    return from_triplets(indices, rows, data, n_cols)
