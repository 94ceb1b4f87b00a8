"""All differences in one array, contracted by einsum; the cosine from the squared distance of unit rows."""

import numpy as np


def differences(x, y):
    return x[:, None, :] - (x if y is None else y)[None, :, :]


def squared_distances(x, y=None):
    d = differences(x, y)
    return np.einsum("nmd,nmd->nm", d, d)


def manhattan_distances(x, y=None):
    return np.einsum("nmd->nm", np.fabs(differences(x, y)))


def cosine_distances(x, y=None):
    def directions(z):
        norms = np.hypot.reduce(z, axis=1)[:, None]
        return np.divide(z, norms, out=np.zeros_like(z), where=norms != 0)

    a = directions(x)
    b = a if y is None else directions(y)
    half = 0.5 * squared_distances(a, b)
    defined = np.outer(a.any(axis=1), b.any(axis=1))
    out = np.where(defined, np.minimum(half, 2.0), 1.0)
    if y is None:
        np.fill_diagonal(out, 0.0)
    return out
