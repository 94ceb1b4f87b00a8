"""The reshape puts the groups behind the channels within a group, so that a group holds every G-th channel. Its
channels are consecutive.

caught by: test_a_group_normalises_consecutive_channels
"""

import numpy as np


def group_norm(x, gain, bias, n_groups, eps=1e-5):
    B, C = x.shape[:2]
    if C % n_groups:
        raise ValueError("n_groups must divide the number of channels")
    g = x.reshape(B, C // n_groups, n_groups, -1)
    mean = g.mean(axis=(1, 3), keepdims=True)
    var = g.var(axis=(1, 3), keepdims=True)
    n = (g - mean) / np.sqrt(var + eps)
    shape = (1, C) + (1,) * (x.ndim - 2)
    y = n.reshape(x.shape) * gain.reshape(shape) + bias.reshape(shape)
    return y, (n, var, gain, eps)


def instance_norm(x, gain, bias, eps=1e-5):
    return group_norm(x, gain, bias, x.shape[1], eps)


def group_norm_backward(dy, cache):
    n, var, gain, eps = cache
    C = dy.shape[1]
    axes = (0, *range(2, dy.ndim))
    shape = (1, C) + (1,) * (dy.ndim - 2)
    dgain = (dy * n.reshape(dy.shape)).sum(axis=axes)
    dn = (dy * gain.reshape(shape)).reshape(n.shape)
    dx = dn - dn.mean(axis=(1, 3), keepdims=True) - n * (dn * n).mean(axis=(1, 3), keepdims=True)
    return (dx / np.sqrt(var + eps)).reshape(dy.shape), dgain, dy.sum(axis=axes)
