"""The error is the norm of the difference over the sum of the norms, as in a well-known course: one wrong entry among
many is hardly seen. Here each entry has its own error, and the largest counts.

caught by: test_relative_error
"""

import numpy as np


def numerical_gradient(function, x, step=1e-5):
    x = np.array(x, dtype=np.float64)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        plus, minus = x.copy(), x.copy()
        plus[i] += step
        minus[i] -= step
        grad[i] = (function(plus) - function(minus)) / (2 * step)
    return grad


def relative_error(a, b, floor=1e-8):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    a = a.astype(np.float64)
    b = b.astype(np.float64)
    return float(np.linalg.norm(a - b) / max(np.linalg.norm(a) + np.linalg.norm(b), floor))


def gradient_check(function, gradient, x, step=1e-5, tolerance=1e-6):
    analytic = gradient(np.array(x, dtype=np.float64))
    return bool(relative_error(analytic, numerical_gradient(function, x, step)) <= tolerance)
