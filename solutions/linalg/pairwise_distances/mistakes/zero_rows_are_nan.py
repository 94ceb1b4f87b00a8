"""Rows are divided by their norm, and a row of zeros by 0: its distances are nan. It has no direction, and the distance 1.

caught by: test_a_row_of_zeros_has_the_cosine_distance_1
"""

import numpy as np


def squared_distances(x, y=None):
    y_ = x if y is None else y
    dist = (x**2).sum(1)[:, None] + (y_**2).sum(1)[None, :] - 2 * x @ y_.T
    dist = np.clip(dist, 0, None)
    if y is None:
        np.fill_diagonal(dist, 0)
    return dist


def manhattan_distances(x, y=None):
    y = x if y is None else y
    return np.abs(x[:, None, :] - y[None, :, :]).sum(-1)


def cosine_distances(x, y=None):
    y_ = x if y is None else y
    xn = x / np.linalg.norm(x, axis=1, keepdims=True)
    yn = y_ / np.linalg.norm(y_, axis=1, keepdims=True)
    dist = np.clip(1 - xn @ yn.T, 0, 2)
    if y is None:
        np.fill_diagonal(dist, 0)
    return dist
