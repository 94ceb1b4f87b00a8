"""Uniform points under the envelope, kept if they are under the density.

Why it works: (x, u M q(x)) is uniform under the envelope, so what is kept is uniform under f, and x falls into an
interval in proportion to the area of f above it.
"""

import numpy as np


def accept(f, q, bound, u):
    envelope = bound * q
    if (f > envelope).any():
        raise ValueError("the envelope is below the density at a proposal: take a larger bound")
    return u * envelope < f


def from_box(density, low, high, height, n_proposals, rng):
    x = rng.uniform(low, high, size=n_proposals)
    return x[accept(density(x), np.ones(n_proposals), height, rng.random(n_proposals))]


def draws_from_box(density, low, high, height, n, rng):
    draws = np.empty(0)
    while len(draws) < n:
        draws = np.concatenate([draws, from_box(density, low, high, height, n, rng)])
    return draws[:n]
