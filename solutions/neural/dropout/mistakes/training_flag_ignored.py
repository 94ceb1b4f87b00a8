"""The training flag isn't looked at: elements are dropped at evaluation too, where the layer must return its input
unchanged and needs no generator.

caught by: test_evaluation_changes_nothing
"""

import numpy as np


def dropout(x, p, rng, training=True):
    if not 0 <= p <= 1:
        raise ValueError("p must be between 0 and 1")
    if p == 1:
        mask = np.zeros_like(x)
    else:
        mask = (rng.random(x.shape) >= p).astype(x.dtype) / (1 - p)
    return x * mask, mask


def dropout_backward(dy, cache):
    return dy * cache
