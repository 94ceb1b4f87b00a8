"""mean and var have no axis, so all rows share one mean and one variance: each row has its own, over the last axis.

caught by: test_every_row_by_itself
"""

import numpy as np


def layer_norm(x, gain, bias, eps=1e-5):
    mean, var = np.mean(x), np.var(x)
    n = (x - mean) / np.sqrt(var + eps)
    return gain * n + bias, (n, var, gain, eps)


def layer_norm_backward(dy, cache):
    n, var, gain, eps = cache
    leading = tuple(range(dy.ndim - 1))
    dn = dy * gain
    dx = (dn - np.mean(dn) - n * np.mean(dn * n)) / np.sqrt(var + eps)
    return dx, np.sum(dy * n, axis=leading), np.sum(dy, axis=leading)
