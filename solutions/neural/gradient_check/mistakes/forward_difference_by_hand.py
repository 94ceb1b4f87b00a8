"""The slope is taken from x to x + h: this forward difference has an error of the order of h. Use the points on both
sides.

caught by: test_central_differences
"""

import numpy as np


def numerical_gradient(function, x, step=1e-5):
    x = np.array(x, dtype=np.float64)
    grad = np.zeros_like(x)
    base = function(x.copy())
    for i in np.ndindex(x.shape):
        moved = x.copy()
        moved[i] += step
        grad[i] = (function(moved) - base) / step
    return grad


def relative_error(a, b, floor=1e-8):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    a = a.astype(np.float64)
    b = b.astype(np.float64)
    if a.size == 0:
        return 0.0
    return float(np.max(np.abs(a - b) / np.maximum(np.maximum(np.abs(a), np.abs(b)), floor)))


def gradient_check(function, gradient, x, step=1e-5, tolerance=1e-6):
    analytic = gradient(np.array(x, dtype=np.float64))
    return bool(relative_error(analytic, numerical_gradient(function, x, step)) <= tolerance)
