# needs: scipy
"""SciPy's tests, without their correction."""

from scipy import stats
from scipy.stats.contingency import expected_freq


def goodness_of_fit(observed, probabilities, fitted=0):
    if (probabilities == 0).any():
        raise ValueError("an expected count is 0")
    return float(stats.chisquare(observed, observed.sum() * probabilities).statistic), len(observed) - 1 - fitted


def expected_counts(table):
    return expected_freq(table)


def independence(table):
    result = stats.chi2_contingency(table, correction=False)
    return float(result.statistic), int(result.dof)
