"""Gradient clipping with one factor for all arrays.

Why it works: multiplying every entry by the same positive number changes the length of the vector and not its
direction, so the step still goes downhill. A comparison with nan is false, so a norm that isn't finite fails the test
max_norm < norm < inf, and the gradients pass through.
"""

import math

import numpy as np


def clip_by_global_norm(grads, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be above 0, not {max_norm}")
    norm = math.sqrt(sum((g.astype(np.float64) ** 2).sum() for g in grads))
    if max_norm < norm < math.inf:
        factor = max_norm / norm
        return [(g.astype(np.float64) * factor).astype(g.dtype) for g in grads], norm
    return [g.copy() for g in grads], norm


def clip_by_value(grads, limit):
    if limit <= 0:
        raise ValueError(f"limit must be above 0, not {limit}")
    return [np.clip(g, -limit, limit) for g in grads]
