"""The variance is divided by D - 1: layer normalisation uses the biased one, divided by D.

caught by: test_forward
"""

import numpy as np


def layer_norm(x, gain, bias, eps=1e-5):
    mu = np.mean(x, axis=-1, keepdims=True)
    var = np.var(x, axis=-1, keepdims=True, ddof=1)
    istd = 1 / np.sqrt(var + eps)
    n = (x - mu) * istd
    return gain * n + bias, (n, istd, gain)


def layer_norm_backward(dy, cache):
    n, istd, gain = cache
    D = n.shape[-1]
    leading = tuple(range(dy.ndim - 1))
    dn = dy * gain
    dx = istd * (dn - dn.mean(-1, keepdims=True) - n * (dn * n).sum(-1, keepdims=True) / (D - 1))
    return dx, (dy * n).sum(axis=leading), dy.sum(axis=leading)
