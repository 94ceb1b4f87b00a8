"""No array arithmetic: hypot adds one square at a time to the length, and can't overflow."""

import math

import numpy as np


def clip_by_global_norm(grads, max_norm):
    if max_norm <= 0:
        raise ValueError("nothing can be that short")
    numbers = [float(number) for g in grads for number in g.flat]
    norm = math.nan if any(number != number for number in numbers) else math.hypot(*numbers)
    clip = math.isfinite(norm) and norm > max_norm
    return [rebuilt(g, (lambda n: n * (max_norm / norm)) if clip else float) for g in grads], norm


def clip_by_value(grads, limit):
    if limit <= 0:
        raise ValueError("no room for any number")
    # The comparisons are false for nan, which so stays.
    return [rebuilt(g, lambda n: limit if n > limit else -limit if n < -limit else n) for g in grads]


def rebuilt(array, change):
    out = np.empty(array.shape, array.dtype)
    for index in np.ndindex(array.shape):
        out[index] = change(float(array[index]))
    return out
