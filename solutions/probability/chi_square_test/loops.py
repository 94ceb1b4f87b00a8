"""Cell by cell, by the other form of the sum: sum O^2 / E - N."""

import math

import numpy as np


def squares_over(observed, expected):
    if min(expected) == 0:
        raise ValueError("an expected count is 0")
    return math.fsum(o * o / e for o, e in zip(observed, expected, strict=True)) - sum(observed)


def goodness_of_fit(observed, probabilities, fitted=0):
    counts = [int(o) for o in observed]
    expected = [sum(counts) * float(p) for p in probabilities]
    return squares_over(counts, expected), len(counts) - (1 + fitted)


def expected_counts(table):
    cells = table.tolist()
    rows = [sum(row) for row in cells]
    columns = [sum(column) for column in zip(*cells, strict=True)]
    return np.array([[row * column / sum(rows) for column in columns] for row in rows])


def independence(table):
    rows, columns = table.shape
    expected = expected_counts(table).ravel().tolist()
    return squares_over(table.ravel().tolist(), expected), rows * columns - rows - columns + 1
