"""The densities are divided by the highest among the proposals instead of the envelope's height: more is accepted than the
ratio of the areas, and the rate depends on what was thrown.

caught by: test_the_acceptance_rate
"""

import numpy as np


def accept(f, q, bound, u):
    if np.any(f > bound * q):
        raise ValueError("bound is not valid")
    return u < f / (bound * q)


def from_box(density, low, high, height, n_proposals, rng):
    x = low + (high - low) * rng.random(n_proposals)
    f = density(x)
    if np.any(f > height):
        raise ValueError("height is not valid")
    return x[rng.random(n_proposals) < f / f.max()]


def draws_from_box(density, low, high, height, n, rng):
    out = np.array([])
    while out.size < n:
        out = np.append(out, from_box(density, low, high, height, 2 * n, rng))
    return out[:n]
