"""1e-6 is added to the norm before the division, as torch does: nothing can be divided by 0 here, since the norm
exceeds max_norm, and the result comes out too short.

caught by: test_long_gradients_are_shortened_together
"""

import numpy as np


def clip_by_global_norm(grads, max_norm):
    if max_norm <= 0:
        raise ValueError("max_norm must be positive")
    total = float(np.sqrt(sum((g.astype(np.float64) ** 2).sum() for g in grads)))
    coef = max_norm / (total + 1e-6)
    if np.isfinite(total) and coef < 1:
        return [(g.astype(np.float64) * coef).astype(g.dtype) for g in grads], total
    return [g.copy() for g in grads], total


def clip_by_value(grads, limit):
    if limit <= 0:
        raise ValueError("limit must be positive")
    return [np.clip(g, -limit, limit).astype(g.dtype) for g in grads]
