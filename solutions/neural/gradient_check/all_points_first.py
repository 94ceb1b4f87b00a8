"""All points at once: the rows of x + h I and x - h I, flattened, are the points where f is wanted."""

import numpy as np


def numerical_gradient(function, x, step=1e-5):
    flat = np.asarray(x, dtype=float).ravel()
    moves = step * np.eye(flat.size)
    values = [[function(row.reshape(x.shape)) for row in flat + sign * moves] for sign in (1, -1)]
    above, below = np.array(values, dtype=float)
    return ((above - below) / step / 2).reshape(x.shape)


def relative_error(a, b, floor=1e-8):
    if np.shape(a) != np.shape(b):
        raise ValueError("shapes differ")
    if a.size == 0:
        return 0.0
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return np.max(np.abs(a - b) / np.stack([np.abs(a), np.abs(b), np.full(a.shape, floor)]).max(axis=0))


def gradient_check(function, gradient, x, step=1e-5, tolerance=1e-6):
    error = relative_error(gradient(np.array(x, dtype=float)), numerical_gradient(function, x, step))
    return not np.isnan(error) and error <= tolerance
