"""Each array is clipped by its own norm. That turns the step, and the whole can still be longer than max_norm: there
is one norm, and one factor.

caught by: test_long_gradients_are_shortened_together
"""

import numpy as np


def clip_by_global_norm(grads, max_norm):
    if max_norm <= 0:
        raise ValueError("max_norm must be positive")
    total = float(np.sqrt(sum(np.sum(g.astype(np.float64) ** 2) for g in grads)))
    if not np.isfinite(total):
        return [g.copy() for g in grads], total
    clipped = []
    for g in grads:
        wide = g.astype(np.float64)
        norm = np.sqrt(np.sum(wide**2))
        if norm > max_norm:
            wide = wide * (max_norm / norm)
        clipped.append(wide.astype(g.dtype))
    return clipped, total


def clip_by_value(grads, limit):
    if limit <= 0:
        raise ValueError("limit must be positive")
    return [np.clip(g, -limit, limit).astype(g.dtype) for g in grads]
