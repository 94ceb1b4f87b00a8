"""Splits, each with its difference of means.

Why it works: if labels mean nothing, the observed split is one of equally likely ones, so its rank among them is
uniform. The same holds among R random splits and itself, which is what the two 1s say.
"""

from itertools import combinations

import numpy as np

SLACK = 1e-9


def is_extreme(found, observed, alternative):
    if alternative == "greater":
        return found >= observed - SLACK
    if alternative == "less":
        return found <= observed + SLACK
    if alternative == "two-sided":
        return np.abs(found) >= abs(observed) - SLACK
    raise ValueError(f"{alternative!r} is no alternative: take 'greater', 'less' or 'two-sided'")


def difference(pooled, chosen):
    n, of_x = len(chosen), pooled[chosen].sum()
    return of_x / n - (pooled.sum() - of_x) / (len(pooled) - n)


def exact_p_value(x, y, alternative="two-sided"):
    pooled = np.concatenate([x, y])
    splits = combinations(range(len(pooled)), len(x))
    found = np.array([difference(pooled, list(chosen)) for chosen in splits])
    return float(is_extreme(found, x.mean() - y.mean(), alternative).mean())


def monte_carlo_p_value(x, y, n_splits, rng, alternative="two-sided"):
    pooled = np.concatenate([x, y])
    found = np.array([difference(pooled, rng.permutation(len(pooled))[: len(x)]) for _ in range(n_splits)])
    return float((1 + is_extreme(found, x.mean() - y.mean(), alternative).sum()) / (1 + n_splits))
