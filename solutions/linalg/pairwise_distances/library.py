# needs: scipy
"""SciPy's cdist; its cosine of a row of zeros is nan."""

import numpy as np
from scipy.spatial.distance import cdist


def squared_distances(x, y=None):
    return cdist(x, x if y is None else y, "sqeuclidean")


def manhattan_distances(x, y=None):
    return cdist(x, x if y is None else y, "cityblock")


def cosine_distances(x, y=None):
    other = x if y is None else y
    distances = np.clip(np.nan_to_num(cdist(x, other, "cosine"), nan=1.0), 0, 2)
    zero = np.outer(x.any(axis=1), other.any(axis=1))
    distances = np.where(zero, distances, 1.0)
    if y is None:
        np.fill_diagonal(distances, 0.0)
    return distances
