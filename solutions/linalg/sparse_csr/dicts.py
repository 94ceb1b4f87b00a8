"""A dict of sums for the triplets, and loops over the entries; the transpose by counting places."""

import numpy as np


def from_triplets(rows, cols, values, n_rows):
    sums = {}
    for row, col, value in zip(rows.tolist(), cols.tolist(), values.tolist(), strict=True):
        sums[row, col] = sums.get((row, col), 0.0) + value
    places = sorted(sums)
    indptr = np.zeros(n_rows + 1, dtype=np.int64)
    for row, _ in places:
        indptr[row + 1] += 1
    indices = np.array([col for _, col in places], dtype=np.int64)
    return np.cumsum(indptr), indices, np.array([sums[place] for place in places], dtype=np.float64)


def matvec(indptr, indices, data, x):
    y = np.zeros(len(indptr) - 1)
    for row in np.flatnonzero(np.diff(indptr)):
        entries = slice(indptr[row], indptr[row + 1])
        y[row] = data[entries] @ x[indices[entries]]
    return y


def transpose(indptr, indices, data, n_cols):
    counts = np.zeros(n_cols + 1, dtype=np.int64)
    np.add.at(counts, indices + 1, 1)
    ends = np.cumsum(counts)
    fill = ends.copy()
    new_indices, new_data = np.zeros_like(indices), np.zeros_like(data)
    for row in np.flatnonzero(np.diff(indptr)).tolist():
        for entry in range(indptr[row], indptr[row + 1]):
            spot = fill[indices[entry]]
            new_indices[spot], new_data[spot] = row, data[entry]
            fill[indices[entry]] += 1
    return ends, new_indices, new_data
