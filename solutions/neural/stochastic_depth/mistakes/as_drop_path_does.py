"""Surviving branches are divided by p in training and evaluation adds the whole branch, as drop path does in today's
libraries: here training doesn't scale, and evaluation multiplies by p.

caught by: test_in_training_a_branch_is_added_whole_or_not_at_all
"""

import numpy as np


def survival_probabilities(n_blocks, p_last):
    return 1 - np.arange(1, n_blocks + 1) / n_blocks * (1 - p_last)


def stochastic_depth(x, branch, p, rng, training=True):
    if not 0 <= p <= 1:
        raise ValueError("p must be between 0 and 1")
    if x.shape != branch.shape:
        raise ValueError("x and branch differ in shape")
    if not training or p == 1:
        return x + branch, np.ones((), dtype=x.dtype)
    if p == 0:
        return x.copy(), np.zeros((), dtype=x.dtype)
    shape = (len(x),) + (1,) * (x.ndim - 1)
    mask = (rng.random(shape) < p).astype(x.dtype) / p
    return (x + mask * branch).astype(x.dtype), mask.astype(x.dtype)


def stochastic_depth_backward(dy, cache):
    return dy.copy(), (cache * dy).astype(dy.dtype)
