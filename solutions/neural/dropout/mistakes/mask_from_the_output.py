"""The backward pass takes every 0 in the output for a dropped element: an input that is 0 itself, as half of them are
behind a ReLU, gives a 0 too, and loses its gradient. Keep the mask.

caught by: test_an_input_of_0_is_not_thereby_dropped
"""

import numpy as np


def dropout(x, p, rng, training=True):
    if not 0 <= p <= 1:
        raise ValueError("p must be between 0 and 1")
    if not training:
        return x, None
    if p == 1:
        return np.zeros_like(x), (np.zeros_like(x), 1.0)
    mask = (rng.random(x.shape) >= p).astype(x.dtype)
    y = x * mask / (1 - p)
    return y, (y, 1 - p)


def dropout_backward(dy, cache):
    if cache is None:
        return dy
    y, keep = cache
    return dy * (y != 0).astype(dy.dtype) / keep
