"""A boolean mask and a number: a quarter of the memory of a float32 array."""

import numpy as np


def dropout(x, p, rng, training=True):
    if p < 0.0 or p > 1.0:
        raise ValueError("p is a probability")
    if training and p > 0:
        keep, factor = rng.uniform(0.0, 1.0, size=x.shape) > p, 1 / max(1 - p, 1e-300)
    else:
        keep, factor = np.ones(x.shape, dtype=bool), 1.0
    cache = {"keep": keep, "factor": factor}
    return dropout_backward(x, cache), cache


def dropout_backward(dy, cache):
    out = np.zeros_like(dy)
    keep = cache["keep"]
    out[keep] = dy[keep] * cache["factor"]
    return out
