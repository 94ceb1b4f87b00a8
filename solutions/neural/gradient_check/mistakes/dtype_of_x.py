"""x keeps its dtype: in an integer array the step is cut off, in float32 it is lost to rounding. Convert to float64
first.

caught by: test_float64_whatever_comes_in
"""

import numpy as np


def numerical_gradient(function, x, step=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        plus, minus = x.copy(), x.copy()
        plus[i] += step
        minus[i] -= step
        grad[i] = (function(plus) - function(minus)) / (2 * step)
    return grad


def relative_error(a, b, floor=1e-8):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    if a.size == 0:
        return 0.0
    return float(np.max(np.abs(a - b) / np.maximum(np.maximum(np.abs(a), np.abs(b)), floor)))


def gradient_check(function, gradient, x, step=1e-5, tolerance=1e-6):
    return bool(relative_error(gradient(x), numerical_gradient(function, x, step)) <= tolerance)
