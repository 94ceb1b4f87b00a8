"""The interval of the estimates is built from their mean and standard deviation: the percentile interval is cut out of the
sorted estimates, however skewed they are.

caught by: test_the_percentile_interval
"""

from statistics import NormalDist

import numpy as np


def t_interval(x, critical):
    if len(x) < 2:
        raise ValueError("at least two observations are needed")
    m = x.mean()
    se = x.std(ddof=1) / len(x) ** 0.5
    return float(m - critical * se), float(m + critical * se)


def bootstrap_means(x, n_resamples, rng):
    means = np.empty(n_resamples)
    for i in range(n_resamples):
        means[i] = rng.choice(x, size=len(x), replace=True).mean()
    return means


def percentile_interval(estimates, level):
    if level <= 0 or level >= 1:
        raise ValueError("level must be between 0 and 1")
    z = NormalDist().inv_cdf((1 + level) / 2)
    m = estimates.mean()
    s = estimates.std(ddof=1)
    return float(m - z * s), float(m + z * s)
