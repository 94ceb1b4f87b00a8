"""The squares are taken in the dtype of the gradients: in float16 300^2 is infinite, in float32 1e20^2. Convert to
float64 first.

caught by: test_the_arithmetic_is_float64
"""

import numpy as np


def clip_by_global_norm(grads, max_norm):
    if max_norm <= 0:
        raise ValueError("max_norm must be positive")
    norm = float(np.sqrt(sum(float(np.sum(g**2)) for g in grads)))
    if np.isfinite(norm) and norm > max_norm:
        return [(g * (max_norm / norm)).astype(g.dtype) for g in grads], norm
    return [g.copy() for g in grads], norm


def clip_by_value(grads, limit):
    if limit <= 0:
        raise ValueError("limit must be positive")
    return [np.clip(g, -limit, limit) for g in grads]
