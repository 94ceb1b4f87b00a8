"""The cosine is taken as the division gives it: 0 / 0 is nan for a row of zeros, whose distance is 1, and rounding goes beyond 0 and
2.

caught by: test_a_row_of_zeros_has_the_cosine_distance_1
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
    if y is None:
        y = x
    norms = np.linalg.norm(x, axis=1)[:, None] * np.linalg.norm(y, axis=1)[None, :]
    return 1 - x @ y.T / norms
