"""p is taken for the probability of staying, as in the original paper: elements stay with probability p and are divided
by p. Here p is the probability of being dropped: what stays, with probability 1 - p, is divided by 1 - p.

caught by: test_elements_are_dropped_with_probability_p
"""

import numpy as np


def dropout(x, p, rng, training=True):
    if not 0 <= p <= 1:
        raise ValueError("p must be between 0 and 1")
    if not training:
        return x.copy(), None
    if p == 0:
        mask = np.zeros_like(x)
    else:
        mask = (rng.random(x.shape) < p).astype(x.dtype) / p
    return x * mask, mask


def dropout_backward(dy, cache):
    return dy.copy() if cache is None else dy * cache
