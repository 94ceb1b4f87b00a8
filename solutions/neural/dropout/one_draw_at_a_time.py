"""Element by element, each with a draw of its own."""

import numpy as np


def dropout(x, p, rng, training=True):
    if not 0 <= p <= 1:
        raise ValueError("p must lie in [0, 1]")
    kept = [True] * x.size
    if training:
        kept = [rng.random() < 1 - p for _ in range(x.size)]
    p = p if training else 0
    return scaled(x, kept, p), (kept, p)


def dropout_backward(dy, cache):
    return scaled(dy, *cache)


def scaled(values, kept, p):
    numbers = [v / (1 - p) if k else 0.0 for v, k in zip(values.ravel().tolist(), kept, strict=True)]
    return np.array(numbers, dtype=values.dtype).reshape(values.shape)
