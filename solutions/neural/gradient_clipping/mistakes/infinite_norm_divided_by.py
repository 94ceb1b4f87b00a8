"""An infinite norm is divided by like any other: the factor is 0, and 0 times inf is nan. Gradients that aren't finite
come back as they were.

caught by: test_a_norm_that_is_not_finite_changes_nothing
"""

import numpy as np


def clip_by_global_norm(grads, max_norm):
    if max_norm <= 0:
        raise ValueError("max_norm must be positive")
    norm = float(np.sqrt(sum(np.sum(g.astype(np.float64) ** 2) for g in grads)))
    scale = min(1.0, max_norm / norm) if norm > 0 else 1.0
    if scale == 1.0:
        return [g.copy() for g in grads], norm
    return [(g.astype(np.float64) * scale).astype(g.dtype) for g in grads], norm


def clip_by_value(grads, limit):
    if limit <= 0:
        raise ValueError("limit must be positive")
    return [np.minimum(np.maximum(g, -limit), limit).astype(g.dtype) for g in grads]
