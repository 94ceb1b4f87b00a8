# needs: scipy
"""SciPy's tests."""

from scipy import stats


def run(test, x, y, **options):
    if len(x) < 2 or len(y) < 2:
        raise ValueError("too few numbers")
    result = test(x, y, **options)
    if not abs(result.statistic) < float("inf"):
        raise ValueError("no spread")
    return float(result.statistic), float(result.df)


def pooled_t(x, y):
    return run(stats.ttest_ind, x, y)


def welch_t(x, y):
    return run(stats.ttest_ind, x, y, equal_var=False)


def paired_t(x, y):
    return run(stats.ttest_rel, x, y)
