"""A loop over resamples with `choice`, and percentiles in per cent."""

import numpy as np


def t_interval(x, critical):
    if x.size <= 1:
        raise ValueError("too few")
    standard_error = np.sqrt(x.var(ddof=1) / x.size)
    return tuple((x.mean() + critical * standard_error * np.array([-1.0, 1.0])).tolist())


def bootstrap_means(x, n_resamples, rng):
    return np.array([np.mean(rng.choice(x, size=x.size, replace=True)) for _ in range(n_resamples)])


def percentile_interval(estimates, level):
    if not (level > 0 and level < 1):
        raise ValueError("not a level")
    outside = 100 * (1 - level) / 2
    return float(np.percentile(estimates, outside)), float(np.percentile(estimates, 100 - outside))
