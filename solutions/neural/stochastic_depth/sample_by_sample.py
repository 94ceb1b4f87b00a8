"""The definition: a loop over samples, each with a coin of its own."""

import numpy as np


def survival_probabilities(n_blocks, p_last):
    return np.array([((n_blocks - block) + block * p_last) / n_blocks for block in range(1, n_blocks + 1)])


def stochastic_depth(x, branch, p, rng, training=True):
    if not (p >= 0 and p <= 1):
        raise ValueError("p out of range")
    if x.shape != branch.shape:
        raise ValueError("shapes differ")
    factors = [int(rng.uniform() < p) if training else p for _ in x]
    rows = [row + factor * change for row, change, factor in zip(x, branch, factors, strict=True)]
    return np.array(rows, dtype=x.dtype).reshape(x.shape), factors


def stochastic_depth_backward(dy, cache):
    dbranch = [factor * row for factor, row in zip(cache, dy, strict=True)]
    return dy.copy(), np.array(dbranch, dtype=dy.dtype).reshape(dy.shape)
