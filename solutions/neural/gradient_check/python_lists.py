"""Entry by entry in Python floats; the nan is looked for by hand, since max doesn't keep it."""

import math

import numpy as np


def numerical_gradient(function, x, step=1e-5):
    entries = [float(value) for value in x.flat]
    slopes = []
    for i, value in enumerate(entries):
        ends = []
        for moved in (value - step, value + step):
            ends.append(float(function(np.array([*entries[:i], moved, *entries[i + 1 :]]).reshape(x.shape))))
        slopes.append((ends[1] - ends[0]) / (2 * step))
    return np.array(slopes, dtype=float).reshape(x.shape)


def relative_error(a, b, floor=1e-8):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    worst = 0.0
    for one, other in zip(a.ravel().tolist(), b.ravel().tolist(), strict=True):
        if math.isnan(one) or math.isnan(other):
            return math.nan
        worst = max(worst, abs(one - other) / max(abs(one), abs(other), floor))
    return worst


def gradient_check(function, gradient, x, step=1e-5, tolerance=1e-6):
    measured = numerical_gradient(function, x, step)
    return bool(relative_error(measured, gradient(x.astype(float))) <= tolerance)
