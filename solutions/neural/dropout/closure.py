"""The cache is the linear map itself: the backward pass applies what the forward pass applied."""

import numpy as np


def dropout(x, p, rng, training=True):
    if not (p >= 0 and p <= 1):
        raise ValueError("p out of range")
    if training:
        dropped = np.flatnonzero(rng.binomial(1, p, size=x.size))
        divisor = 1 - p if p < 1 else 1.0
    else:
        dropped, divisor = [], 1.0

    def apply(values):
        flat = values.ravel() / divisor
        flat[dropped] = 0
        return flat.reshape(values.shape)

    return apply(x), apply


def dropout_backward(dy, cache):
    return cache(dy)
