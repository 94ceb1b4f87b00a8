"""The expanded square is returned as it comes: where two rows are equal, rounding leaves something like -1e-13, and the
square root of that is nan. Cut it off at 0, and set the diagonal.

caught by: test_never_negative_and_0_on_the_diagonal
"""

import numpy as np


def squared_distances(x, y=None):
    if y is None:
        y = x
    return np.sum(x**2, axis=1)[:, np.newaxis] + np.sum(y**2, axis=1)[np.newaxis, :] - 2 * np.dot(x, y.T)


def manhattan_distances(x, y=None):
    if y is None:
        y = x
    return np.abs(x[:, np.newaxis, :] - y[np.newaxis, :, :]).sum(axis=-1)


def cosine_distances(x, y=None):
    if y is None:
        y = x
    x_norm = np.linalg.norm(x, axis=1, keepdims=True)
    y_norm = np.linalg.norm(y, axis=1, keepdims=True)
    x_unit = x / np.where(x_norm == 0, 1, x_norm)
    y_unit = y / np.where(y_norm == 0, 1, y_norm)
    return 1 - x_unit @ y_unit.T
