"""Each difference is divided by |a| + |b|, which makes the error half as large: here it is the larger of the two.

caught by: test_relative_error
"""

import numpy as np


def numerical_gradient(function, x, step=1e-5):
    x = x.astype(np.float64)
    grad = np.zeros(x.shape)
    it = np.nditer(x, flags=["multi_index", "zerosize_ok"])
    while not it.finished:
        i = it.multi_index
        old = x[i]
        x[i] = old + step
        high = function(x.copy())
        x[i] = old - step
        low = function(x.copy())
        x[i] = old
        grad[i] = (high - low) / (2 * step)
        it.iternext()
    return grad


def relative_error(a, b, floor=1e-8):
    if a.shape != b.shape:
        raise ValueError("a and b must have the same shape")
    a, b = a.astype(np.float64), b.astype(np.float64)
    if a.size == 0:
        return 0.0
    return float(np.max(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), floor)))


def gradient_check(function, gradient, x, step=1e-5, tolerance=1e-6):
    analytic = gradient(x.astype(np.float64))
    return relative_error(analytic, numerical_gradient(function, x, step)) <= tolerance
