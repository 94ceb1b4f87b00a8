"""The variance is the unbiased one, divided by M - 1 instead of by M: a group of a single value then divides by 0.

caught by: test_a_group_normalises_consecutive_channels
"""

import numpy as np


def group_norm(x, gain, bias, n_groups, eps=1e-5):
    B, C = x.shape[:2]
    if C % n_groups:
        raise ValueError("n_groups must divide the number of channels")
    g = x.reshape(B, n_groups, -1)
    M = g.shape[2]
    xc = g - g.mean(axis=2, keepdims=True)
    var = (xc**2).sum(axis=2, keepdims=True) / max(M - 1, 1)
    std = np.sqrt(var + eps)
    n = xc / std
    shape = (1, C) + (1,) * (x.ndim - 2)
    return n.reshape(x.shape) * gain.reshape(shape) + bias.reshape(shape), (n, std, gain)


def instance_norm(x, gain, bias, eps=1e-5):
    return group_norm(x, gain, bias, x.shape[1], eps)


def group_norm_backward(dy, cache):
    n, std, gain = cache
    C = dy.shape[1]
    M = n.shape[2]
    axes = (0, *range(2, dy.ndim))
    shape = (1, C) + (1,) * (dy.ndim - 2)
    dn = (dy * gain.reshape(shape)).reshape(n.shape)
    dx = (dn - dn.mean(axis=2, keepdims=True) - n * (dn * n).sum(axis=2, keepdims=True) / max(M - 1, 1)) / std
    return dx.reshape(dy.shape), (dy * n.reshape(dy.shape)).sum(axis=axes), dy.sum(axis=axes)
