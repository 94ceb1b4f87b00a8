"""Of several triplets for one place the last one is kept: they are summed.

caught by: test_duplicates_are_summed
"""

import numpy as np


def from_triplets(rows, cols, values, n_rows):
    entries = {}
    for r, c, v in zip(rows, cols, values):
        entries[(int(r), int(c))] = float(v)
    keys = sorted(entries)
    counts = np.zeros(n_rows + 1, dtype=np.int64)
    for r, _ in keys:
        counts[r + 1] += 1
    indices = np.array([c for _, c in keys], dtype=np.int64)
    data = np.array([entries[key] for key in keys], dtype=np.float64)
    return np.cumsum(counts), indices, data


def matvec(indptr, indices, data, x):
    rows = np.repeat(np.arange(len(indptr) - 1), np.diff(indptr))
    y = np.zeros(len(indptr) - 1)
    np.add.at(y, rows, data * x[indices])
    return y


def transpose(indptr, indices, data, n_cols):
    rows = np.repeat(np.arange(len(indptr) - 1), np.diff(indptr))
    return from_triplets(indices, rows, data, n_cols)
