"""The blocks are counted from 0: the first would always survive and the last has more than p_last. They run from 1 to
L.

caught by: test_survival_falls_linearly_with_depth
"""

import numpy as np


def survival_probabilities(n_blocks, p_last):
    return np.array([1 - i / n_blocks * (1 - p_last) for i in range(n_blocks)])


def stochastic_depth(x, branch, p, rng, training=True):
    if p < 0 or p > 1:
        raise ValueError("p must be between 0 and 1")
    if x.shape != branch.shape:
        raise ValueError("x and branch differ in shape")
    if not training:
        return x + p * branch, (p, None)
    keep = rng.random(x.shape[0]) < p
    keep = keep.reshape((-1,) + (1,) * (x.ndim - 1)).astype(x.dtype)
    return x + keep * branch, (1, keep)


def stochastic_depth_backward(dy, cache):
    p, keep = cache
    return dy.copy(), dy * p if keep is None else dy * keep
