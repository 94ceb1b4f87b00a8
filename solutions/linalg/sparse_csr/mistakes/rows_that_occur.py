"""indptr is made of the rows that have entries: an empty one has its place in it as well, with the same number twice, or all
rows after it move up.

caught by: test_empty_rows
"""

import numpy as np


def from_triplets(rows, cols, values, n_rows):
    pairs, inverse = np.unique(np.stack([rows, cols], axis=1), axis=0, return_inverse=True)
    data = np.zeros(len(pairs))
    np.add.at(data, inverse.ravel(), values)
    _, counts = np.unique(pairs[:, 0], return_counts=True)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), pairs[:, 1], data


def matvec(indptr, indices, data, x):
    y = np.zeros(len(indptr) - 1)
    for i in np.flatnonzero(np.diff(indptr)):
        part = slice(indptr[i], indptr[i + 1])
        y[i] = data[part] @ x[indices[part]]
    return y


def transpose(indptr, indices, data, n_cols):
    rows = np.repeat(np.arange(len(indptr) - 1), np.diff(indptr))
    return from_triplets(indices, rows, data, n_cols)
