"""Differences are compared as they come out in floating point: equal sums, added in another order, differ in the last digit,
and are counted or not by accident. Allow for 1e-9.

caught by: test_rounding
"""

import itertools

import numpy as np


def _count(stats, t_obs, alternative):
    if alternative == "greater":
        return np.sum(stats >= t_obs)
    if alternative == "less":
        return np.sum(stats <= t_obs)
    if alternative == "two-sided":
        return np.sum(np.abs(stats) >= np.abs(t_obs))
    raise ValueError("bad alternative")


def exact_p_value(x, y, alternative="two-sided"):
    z = np.concatenate([x, y])
    t_obs = np.mean(x) - np.mean(y)
    stats = []
    for idx in itertools.combinations(range(len(z)), len(x)):
        rest = [i for i in range(len(z)) if i not in idx]
        stats.append(np.mean(z[list(idx)]) - np.mean(z[rest]))
    return float(_count(np.array(stats), t_obs, alternative) / len(stats))


def monte_carlo_p_value(x, y, n_splits, rng, alternative="two-sided"):
    z = np.concatenate([x, y])
    t_obs = np.mean(x) - np.mean(y)
    stats = np.empty(n_splits)
    for i in range(n_splits):
        perm = rng.permutation(z)
        stats[i] = np.mean(perm[: len(x)]) - np.mean(perm[len(x) :])
    return float((_count(stats, t_obs, alternative) + 1) / (n_splits + 1))
