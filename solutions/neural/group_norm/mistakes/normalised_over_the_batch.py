"""The groups are normalised over the batch as well: the axis of samples is among those of the mean and the variance.
Each sample has its own.

caught by: test_a_group_normalises_consecutive_channels
"""

import numpy as np


def group_norm(x, gain, bias, n_groups, eps=1e-5):
    B, C = x.shape[:2]
    if C % n_groups != 0:
        raise ValueError("n_groups must divide the number of channels")
    g = x.reshape(B, n_groups, -1)
    mean = g.mean(axis=(0, 2), keepdims=True)
    var = g.var(axis=(0, 2), keepdims=True)
    std = np.sqrt(var + eps)
    n = ((g - mean) / std).reshape(x.shape)
    shape = (1, C) + (1,) * (x.ndim - 2)
    return n * gain.reshape(shape) + bias.reshape(shape), (n, std, gain, n_groups)


def instance_norm(x, gain, bias, eps=1e-5):
    return group_norm(x, gain, bias, x.shape[1], eps)


def group_norm_backward(dy, cache):
    n, std, gain, n_groups = cache
    B, C = dy.shape[:2]
    axes = (0, *range(2, dy.ndim))
    shape = (1, C) + (1,) * (dy.ndim - 2)
    dgain = (dy * n).sum(axis=axes)
    dbias = dy.sum(axis=axes)
    dn = (dy * gain.reshape(shape)).reshape(B, n_groups, -1)
    m = n.reshape(B, n_groups, -1)
    dx = (dn - dn.mean(axis=(0, 2), keepdims=True) - m * (dn * m).mean(axis=(0, 2), keepdims=True)) / std
    return dx.reshape(dy.shape), dgain, dbias
