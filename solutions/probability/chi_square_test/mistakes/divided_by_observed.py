"""The squares are divided by what was observed: it is by what was expected, which is their variance if nothing goes on.

caught by: test_goodness_of_fit
"""

import numpy as np


def goodness_of_fit(observed, probabilities, fitted=0):
    expected = probabilities * np.sum(observed)
    if np.any(expected == 0):
        raise ValueError("expected count is zero")
    stat = 0.0
    for o, e in zip(observed, expected):
        if o > 0:
            stat += (o - e) ** 2 / o
    return float(stat), len(observed) - 1 - fitted


def expected_counts(table):
    return np.outer(table.sum(1), table.sum(0)) / table.sum()


def independence(table):
    expected = expected_counts(table)
    if np.any(expected == 0):
        raise ValueError("expected count is zero")
    stat = 0.0
    for o, e in zip(table.ravel(), expected.ravel()):
        if o > 0:
            stat += (o - e) ** 2 / o
    r, c = table.shape
    return float(stat), (r - 1) * (c - 1)
