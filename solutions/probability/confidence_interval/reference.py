"""A standard error, an array of drawn indices, and two quantiles.

Why it works: the t interval knows the law of the mean's error for Gaussian numbers. The bootstrap reads it off instead,
from samples of a population that it knows.
"""

import numpy as np


def t_interval(x, critical):
    if len(x) < 2:
        raise ValueError("an interval needs two samples or more")
    half = critical * x.std(ddof=1) / np.sqrt(len(x))
    return float(x.mean() - half), float(x.mean() + half)


def bootstrap_means(x, n_resamples, rng):
    chosen = rng.integers(len(x), size=(n_resamples, len(x)))
    return x[chosen].mean(axis=1)


def percentile_interval(estimates, level):
    if not 0 < level < 1:
        raise ValueError(f"level must be above 0 and below 1, got {level}")
    low, high = np.quantile(estimates, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
