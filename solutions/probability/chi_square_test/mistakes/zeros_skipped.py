"""Cells that expect nothing get through, whether as inf or nan, left out of the sum, or kept finite by a small number: such a
cell has no (O - E)^2 / E, and raises ValueError.

caught by: test_nothing_expected
"""

import numpy as np


def goodness_of_fit(observed, probabilities, fitted=0):
    expected = observed.sum() * probabilities
    mask = expected > 0
    chi2 = ((observed[mask] - expected[mask]) ** 2 / expected[mask]).sum()
    return float(chi2), len(observed) - 1 - fitted


def expected_counts(table):
    row_sums = table.sum(axis=1)
    col_sums = table.sum(axis=0)
    total = table.sum()
    expected = np.zeros(table.shape)
    for i in range(table.shape[0]):
        for j in range(table.shape[1]):
            expected[i, j] = row_sums[i] * col_sums[j] / total
    return expected


def independence(table):
    expected = expected_counts(table)
    mask = expected > 0
    chi2 = ((table[mask] - expected[mask]) ** 2 / expected[mask]).sum()
    dof = (table.shape[0] - 1) * (table.shape[1] - 1)
    return float(chi2), dof
