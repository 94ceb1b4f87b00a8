"""n points are thrown to get n draws: only a part of them is accepted. It takes throwing more until there are n.

caught by: test_a_number_of_draws
"""

import numpy as np


def accept(f, q, bound, u):
    if np.any(f > bound * q):
        raise ValueError("envelope too low")
    return u * (bound * q) < f


def from_box(density, low, high, height, n_proposals, rng):
    x = rng.uniform(low, high, size=n_proposals)
    u = rng.uniform(0, 1, size=n_proposals)
    return x[accept(density(x), np.ones_like(x), height, u)]


def draws_from_box(density, low, high, height, n, rng):
    x = rng.uniform(low, high, size=n)
    u = rng.uniform(0, 1, size=n)
    keep = accept(density(x), np.ones_like(x), height, u)
    return x[keep]
