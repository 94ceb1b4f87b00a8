"""By ratios f / (M q), in small batches."""

import numpy as np


def accept(f, q, bound, u):
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(f > 0, f / (bound * q), 0.0)
    if ratio.max(initial=0.0) > 1 + 1e-9:
        raise ValueError("not an envelope")
    return ratio > u


def from_box(density, low, high, height, n_proposals, rng):
    points = rng.random((n_proposals, 2))
    x = low + (high - low) * points[:, 0]
    return x[accept(density(x), 1.0, height, points[:, 1])]


def draws_from_box(density, low, high, height, n, rng):
    batches, found = [], 0
    while found < n:
        batches.append(from_box(density, low, high, height, 100 + n - found, rng))
        found += batches[-1].size
    return np.hstack(batches)[:n]
