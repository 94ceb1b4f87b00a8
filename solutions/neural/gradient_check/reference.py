"""Central differences, one entry at a time.

Why it works: f(x + h) = f + h f' + h^2 f'' / 2 + h^3 f''' / 6 + ..., and f(x - h) is the same with the signs of the
odd powers turned. The difference keeps only those: 2 h f' + h^3 f''' / 3. What the forward difference gets wrong, the
term with f'', cancels.
"""

import numpy as np


def numerical_gradient(function, x, step=1e-5):
    point = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        centre = point[index]
        point[index] = centre + step
        above = function(point.copy())
        point[index] = centre - step
        below = function(point.copy())
        point[index] = centre
        gradient[index] = (above - below) / (2 * step)
    return gradient


def relative_error(a, b, floor=1e-8):
    if a.shape != b.shape:
        raise ValueError(f"gradients of shapes {a.shape} and {b.shape} can't be compared")
    a, b = a.astype(np.float64), b.astype(np.float64)
    size = np.maximum(np.maximum(np.abs(a), np.abs(b)), floor)
    return float(np.max(np.abs(a - b) / size, initial=0.0))


def gradient_check(function, gradient, x, step=1e-5, tolerance=1e-6):
    claimed = gradient(x.astype(np.float64))
    error = relative_error(claimed, numerical_gradient(function, x, step))
    return error <= tolerance  # never true for nan
