"""What is drawn isn't a split, as in a bootstrap, which draws with replacement: a split gives n of the pooled numbers to x and
the other m to y, each once.

caught by: test_random_splits
"""

import itertools

import numpy as np


def _extreme(t, t_obs, alternative):
    if alternative == "greater":
        return t >= t_obs - 1e-9
    if alternative == "less":
        return t <= t_obs + 1e-9
    if alternative == "two-sided":
        return abs(t) >= abs(t_obs) - 1e-9
    raise ValueError("alternative must be greater, less or two-sided")


def exact_p_value(x, y, alternative="two-sided"):
    z = np.concatenate([x, y])
    n = len(x)
    t_obs = x.mean() - y.mean()
    count = total = 0
    for idx in itertools.combinations(range(len(z)), n):
        mask = np.zeros(len(z), dtype=bool)
        mask[list(idx)] = True
        count += _extreme(z[mask].mean() - z[~mask].mean(), t_obs, alternative)
        total += 1
    return float(count / total)


def monte_carlo_p_value(x, y, n_splits, rng, alternative="two-sided"):
    z = np.concatenate([x, y])
    t_obs = x.mean() - y.mean()
    count = 0
    for _ in range(n_splits):
        a = rng.choice(z, size=len(x))
        b = rng.choice(z, size=len(y))
        count += _extreme(a.mean() - b.mean(), t_obs, alternative)
    return float((1 + count) / (1 + n_splits))
