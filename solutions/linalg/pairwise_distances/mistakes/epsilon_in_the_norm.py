"""An epsilon is added to the norms: it saves rows of zeros, and changes the distances of short rows. Divide by 1 where the norm is
0, and by the norm elsewhere.

caught by: test_cosine_distances
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
    x_unit = x / (np.linalg.norm(x, axis=1, keepdims=True) + 1e-8)
    y_unit = y / (np.linalg.norm(y, axis=1, keepdims=True) + 1e-8)
    return 1 - x_unit @ y_unit.T
