# needs: scipy
"""SciPy's permutation test for the random splits, and its statistic for the exact ones."""

import numpy as np
from scipy import stats


def gap(x, y, axis):
    return np.round(np.mean(x, axis=axis) - np.mean(y, axis=axis), 8)


def exact_p_value(x, y, alternative="two-sided"):
    if alternative == "two-sided":

        def statistic(a, b, axis):
            return np.abs(gap(a, b, axis))

        return float(stats.permutation_test((x, y), statistic, vectorized=True, alternative="greater").pvalue)
    if alternative not in ("greater", "less"):
        raise ValueError("unknown alternative")
    return float(stats.permutation_test((x, y), gap, vectorized=True, alternative=alternative).pvalue)


def monte_carlo_p_value(x, y, n_splits, rng, alternative="two-sided"):
    pooled = np.concatenate([x, y])
    u = rng.random((n_splits, len(pooled))).argsort(axis=1)
    found = gap(pooled[u[:, : len(x)]], pooled[u[:, len(x) :]], 1)
    observed = gap(x, y, 0)
    if alternative == "two-sided":
        extreme = np.abs(found) >= np.abs(observed)
    elif alternative == "greater":
        extreme = found >= observed
    elif alternative == "less":
        extreme = found <= observed
    else:
        raise ValueError("unknown alternative")
    return float((extreme.sum() + 1) / (n_splits + 1))
