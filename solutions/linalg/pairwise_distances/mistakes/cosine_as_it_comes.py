"""Cosine distances are left as rounding makes them: it goes below 0 or above 2, or leaves something like 1e-16 on the
diagonal, which is 0 exactly without y.

caught by: test_cosine_distances_from_0_to_2
"""

import numpy as np


def squared_distances(x, y=None):
    same = y is None
    y = x if same else y
    d2 = np.maximum((x**2).sum(1)[:, None] + (y**2).sum(1)[None, :] - 2 * x @ y.T, 0)
    if same:
        np.fill_diagonal(d2, 0)
    return d2


def manhattan_distances(x, y=None):
    y = x if y is None else y
    return np.abs(x[:, None, :] - y[None, :, :]).sum(-1)


def cosine_distances(x, y=None):
    y = x if y is None else y
    x_norms = np.linalg.norm(x, axis=1, keepdims=True)
    y_norms = np.linalg.norm(y, axis=1, keepdims=True)
    x_unit = x / np.where(x_norms == 0, 1, x_norms)
    y_unit = y / np.where(y_norms == 0, 1, y_norms)
    return 1 - x_unit @ y_unit.T
