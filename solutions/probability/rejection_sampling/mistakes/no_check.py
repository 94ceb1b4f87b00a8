"""A proposal whose density is above the height is let through: the law is cut off there without a word. A single one is an
error.

caught by: test_a_box_below_the_density
"""

import numpy as np


def accept(f, q, bound, u):
    if np.any(f > bound * q):
        raise ValueError("the bound is too small")
    return u * bound * q < f


def from_box(density, low, high, height, n_proposals, rng):
    x = rng.uniform(low, high, n_proposals)
    y = rng.uniform(0, height, n_proposals)
    return x[y < density(x)]


def draws_from_box(density, low, high, height, n, rng):
    samples = []
    while len(samples) < n:
        x = rng.uniform(low, high, n)
        y = rng.uniform(0, height, n)
        samples.extend(x[y < density(x)].tolist())
    return np.array(samples[:n])
