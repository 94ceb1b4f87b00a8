"""This is the likelihood-ratio statistic, 2 sum O log(O / E), known as the G-test: Pearson's sums (O - E)^2 / E.

caught by: test_goodness_of_fit
"""

import numpy as np


def g_statistic(observed, expected):
    if np.any(expected == 0):
        raise ValueError("an expected count is 0")
    came = observed > 0
    return float(2 * np.sum(observed[came] * np.log(observed[came] / expected[came])))


def goodness_of_fit(observed, probabilities, fitted=0):
    return g_statistic(observed, observed.sum() * probabilities), len(observed) - 1 - fitted


def expected_counts(table):
    return table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / table.sum()


def independence(table):
    return g_statistic(table, expected_counts(table)), (table.shape[0] - 1) * (table.shape[1] - 1)
