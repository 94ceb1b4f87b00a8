"""Inverted dropout as a product with a random array of 0 and 1 / (1 - p).

Why it works: E[m / (1 - p)] = 1, so the product leaves every expected value alone and evaluation needs no correction.
A product by constants is linear, so its derivative is the same product: the array is all that the backward pass needs.
"""

import numpy as np


def dropout(x, p, rng, training=True):
    if not 0 <= p <= 1:
        raise ValueError(f"p must be between 0 and 1, not {p}")
    if not training:
        return x.copy(), None
    if p == 1:
        scale = np.zeros_like(x)  # 1 / (1 - p) does not exist, and there is nothing to scale
    else:
        scale = (rng.random(x.shape) >= p).astype(x.dtype) / (1 - p)
    return x * scale, scale


def dropout_backward(dy, cache):
    return dy.copy() if cache is None else dy * cache
