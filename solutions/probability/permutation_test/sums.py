"""The sum of x's part orders splits as the difference of means does; masks of bits in place of combinations."""

import numpy as np


def shares(sums, x, y, alternative):
    pooled = float(x.sum() + y.sum())
    middle = pooled * len(x) / (len(x) + len(y))
    gaps, observed = sums - middle, float(x.sum()) - middle
    close = np.isclose(gaps, observed, rtol=0, atol=1e-9)
    if alternative == "greater":
        return close | (gaps > observed)
    if alternative == "less":
        return close | (gaps < observed)
    if alternative == "two-sided":
        return np.abs(gaps) > abs(observed) - 1e-9
    raise ValueError("unknown alternative")


def exact_p_value(x, y, alternative="two-sided"):
    pooled = np.concatenate([x, y])
    bits = (np.arange(2 ** len(pooled))[:, None] >> np.arange(len(pooled))) & 1
    bits = bits[bits.sum(axis=1) == len(x)]
    return float(np.mean(shares(bits @ pooled, x, y, alternative)))


def monte_carlo_p_value(x, y, n_splits, rng, alternative="two-sided"):
    rows = rng.permuted(np.tile(np.concatenate([x, y]), (n_splits, 1)), axis=1)
    extreme = shares(rows[:, : len(x)].sum(axis=1), x, y, alternative)
    return (1 + np.count_nonzero(extreme)) / (n_splits + 1)
