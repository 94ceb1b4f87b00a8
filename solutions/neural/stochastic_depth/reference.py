"""Stochastic depth as a sum with one random factor a sample.

Why it works: E[b] = p, so adding p f(x) at evaluation gives each block the output that it had on average in training.
The sum passes dy on to both of its terms, and the branch's term had the factor b or p. Where b = 0 the branch gets no
gradient at all, and the skip path still carries the whole of it.
"""

import numpy as np


def survival_probabilities(n_blocks, p_last):
    return 1 - np.arange(1, n_blocks + 1) / n_blocks * (1 - p_last)


def stochastic_depth(x, branch, p, rng, training=True):
    if not 0 <= p <= 1:
        raise ValueError(f"p must be between 0 and 1, not {p}")
    if x.shape != branch.shape:
        raise ValueError(f"x has shape {x.shape} and its branch {branch.shape}")
    if training:
        alive = rng.random(len(x)) < p
        scale = alive.astype(x.dtype).reshape(-1, *[1] * (x.ndim - 1))
    else:
        scale = p
    return x + scale * branch, scale


def stochastic_depth_backward(dy, cache):
    return dy.copy(), cache * dy
