"""There are far more different means than N draws from the sample can have, as with draws from a fitted Gaussian: the bootstrap
draws N of the sample's own numbers, with replacement.

caught by: test_the_bootstrap
"""

import numpy as np


def t_interval(x, critical):
    n = len(x)
    if n < 2:
        raise ValueError("need at least two values")
    mean = np.mean(x)
    margin = critical * np.std(x, ddof=1) / np.sqrt(n)
    return float(mean - margin), float(mean + margin)


def bootstrap_means(x, n_resamples, rng):
    samples = rng.normal(np.mean(x), np.std(x, ddof=1), size=(n_resamples, len(x)))
    return samples.mean(axis=1)


def percentile_interval(estimates, level):
    if not 0 < level < 1:
        raise ValueError("level must be in (0, 1)")
    alpha = 1 - level
    low = np.percentile(estimates, 100 * alpha / 2)
    high = np.percentile(estimates, 100 * (1 - alpha / 2))
    return float(low), float(high)
