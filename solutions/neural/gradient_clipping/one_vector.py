"""The formula read literally: all gradients laid end to end, clipped as one vector, and cut apart again."""

import numpy as np


def clip_by_global_norm(grads, max_norm):
    if not max_norm > 0:
        raise ValueError("max_norm must be positive")
    vector = np.concatenate([np.zeros(0), *(g.ravel().astype(np.float64) for g in grads)])
    norm = np.linalg.norm(vector)
    if np.isfinite(norm):
        # max(norm, max_norm) is positive, so there is no division by 0; the ratio is 1 for a short vector.
        vector = vector * (max_norm / max(norm, max_norm) if max_norm < np.inf else 1.0)
    ends = np.cumsum([g.size for g in grads])
    pieces = np.split(vector, ends)
    return [piece.reshape(g.shape).astype(g.dtype) for piece, g in zip(pieces, grads, strict=False)], float(norm)


def clip_by_value(grads, limit):
    if not limit > 0:
        raise ValueError("limit must be positive")
    return [np.where(np.abs(g) > limit, limit * np.sign(g), g).astype(g.dtype) for g in grads]
