"""Shares are compared instead of counts: chi-square comes out N times too small, and doesn't grow with the evidence.

caught by: test_goodness_of_fit
"""

import numpy as np


def goodness_of_fit(observed, probabilities, fitted=0):
    if np.any(probabilities == 0):
        raise ValueError("zero expected frequency")
    freq = observed / observed.sum()
    chi2 = np.sum((freq - probabilities) ** 2 / probabilities)
    return float(chi2), len(observed) - 1 - fitted


def expected_counts(table):
    total = table.sum()
    rows = table.sum(axis=1, keepdims=True)
    cols = table.sum(axis=0, keepdims=True)
    return rows * cols / total


def independence(table):
    expected = expected_counts(table)
    if np.any(expected == 0):
        raise ValueError("zero expected frequency")
    n = table.sum()
    chi2 = np.sum((table / n - expected / n) ** 2 / (expected / n))
    return float(chi2), (table.shape[0] - 1) * (table.shape[1] - 1)
