"""The two-sided p is twice a one-sided one: that is another convention, which differs where the splits aren't symmetric. Here
it is the share with |T'| >= |T|.

caught by: test_two_sided
"""

import itertools

import numpy as np


def _p(found, t_obs, alternative, extra):
    total = len(found) + extra
    greater = (np.sum(found >= t_obs - 1e-9) + extra) / total
    less = (np.sum(found <= t_obs + 1e-9) + extra) / total
    if alternative == "greater":
        return float(greater)
    if alternative == "less":
        return float(less)
    if alternative == "two-sided":
        return float(min(1.0, 2 * min(greater, less)))
    raise ValueError("unknown alternative")


def exact_p_value(x, y, alternative="two-sided"):
    pooled = np.concatenate([x, y])
    n = len(x)
    found = []
    for idx in itertools.combinations(range(len(pooled)), n):
        a = pooled[list(idx)]
        found.append(a.mean() - (pooled.sum() - a.sum()) / len(y))
    return _p(np.array(found), x.mean() - y.mean(), alternative, 0)


def monte_carlo_p_value(x, y, n_splits, rng, alternative="two-sided"):
    pooled = np.concatenate([x, y])
    found = []
    for _ in range(n_splits):
        p = rng.permutation(pooled)
        found.append(p[: len(x)].mean() - p[len(x) :].mean())
    return _p(np.array(found), x.mean() - y.mean(), alternative, 1)
