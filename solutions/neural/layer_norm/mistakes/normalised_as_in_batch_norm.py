"""The statistics are taken over the rows, as in batch normalisation, instead of over the features of each row.

caught by: test_every_row_by_itself
"""

import numpy as np


def layer_norm(x, gain, bias, eps=1e-5):
    mean = x.mean(axis=0)
    var = x.var(axis=0)
    n = (x - mean) / np.sqrt(var + eps)
    return gain * n + bias, (n, var, gain, eps)


def layer_norm_backward(dy, cache):
    n, var, gain, eps = cache
    rows = n.shape[0]
    leading = tuple(range(dy.ndim - 1))
    dbias = dy.sum(axis=leading)
    dgain = (dy * n).sum(axis=leading)
    dn = dy * gain
    dx = (dn - dn.mean(axis=0) - n * (dn * n).sum(axis=0) / rows) / np.sqrt(var + eps)
    return dx, dgain, dbias
