"""One draw decides for the whole batch, as in the paper: here every sample has its own.

caught by: test_every_sample_draws_for_itself
"""

import numpy as np


def survival_probabilities(n_blocks, p_last):
    return np.array([1 - l / n_blocks * (1 - p_last) for l in range(1, n_blocks + 1)])  # noqa: E741


def stochastic_depth(x, branch, p, rng, training=True):
    if p < 0 or p > 1:
        raise ValueError("p must be between 0 and 1")
    if x.shape != branch.shape:
        raise ValueError("x and branch differ in shape")
    if training:
        b = 1.0 if rng.random() < p else 0.0
    else:
        b = p
    return x + b * branch, b


def stochastic_depth_backward(dy, cache):
    return dy.copy(), cache * dy
