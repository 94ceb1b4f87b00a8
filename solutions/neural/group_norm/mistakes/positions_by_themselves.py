"""Every position has a mean of its own, over the channels of the group: all positions of the sample belong to the group.

caught by: test_positions_belong_to_the_group
"""

import numpy as np


def group_norm(x, gain, bias, n_groups, eps=1e-5):
    B, C, *positions = x.shape
    if C % n_groups != 0:
        raise ValueError("n_groups must divide the number of channels")
    g = x.reshape(B, n_groups, C // n_groups, *positions)
    std = np.sqrt(g.var(axis=2, keepdims=True) + eps)
    n = (g - g.mean(axis=2, keepdims=True)) / std
    shape = (1, C) + (1,) * len(positions)
    return n.reshape(x.shape) * gain.reshape(shape) + bias.reshape(shape), (n, std, gain)


def instance_norm(x, gain, bias, eps=1e-5):
    return group_norm(x, gain, bias, x.shape[1], eps)


def group_norm_backward(dy, cache):
    n, std, gain = cache
    axes = (0, *range(2, dy.ndim))
    shape = (1, dy.shape[1]) + (1,) * (dy.ndim - 2)
    dn = (dy * gain.reshape(shape)).reshape(n.shape)
    dx = (dn - dn.mean(axis=2, keepdims=True) - n * (dn * n).mean(axis=2, keepdims=True)) / std
    return dx.reshape(dy.shape), (dy * n.reshape(dy.shape)).sum(axis=axes), dy.sum(axis=axes)
