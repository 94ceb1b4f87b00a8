"""One sum for both tests, and the counts that independence expects.

Why it works: each count is nearly Gaussian with a variance near its expectation E, so that (O - E)^2 / E is a squared
standard normal number. The sums that are held fixed (N, and those of rows and columns) take degrees of freedom away.
"""

import numpy as np


def chi_square(observed, expected):
    if not (expected > 0).all():
        raise ValueError("a cell expects no count at all, so there is no chi-square")
    return float(((observed - expected) ** 2 / expected).sum())


def goodness_of_fit(observed, probabilities, fitted=0):
    return chi_square(observed, observed.sum() * probabilities), len(observed) - 1 - fitted


def expected_counts(table):
    return np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()


def independence(table):
    rows, columns = table.shape
    return chi_square(table, expected_counts(table)), (rows - 1) * (columns - 1)
