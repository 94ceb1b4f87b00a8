"""The backward pass takes mean and variance for constants: dx is dy * gain over the standard deviation, without what a
value does to the statistics of its group.

caught by: test_gradient_of_x
"""

import numpy as np


def group_norm(x, gain, bias, n_groups, eps=1e-5):
    B, C = x.shape[:2]
    if C % n_groups:
        raise ValueError("n_groups must divide the number of channels")
    g = x.reshape(B, n_groups, -1)
    mean = g.mean(axis=2, keepdims=True)
    std = np.sqrt(g.var(axis=2, keepdims=True) + eps)
    n = ((g - mean) / std).reshape(x.shape)
    per_channel = (1, C) + (1,) * (x.ndim - 2)
    y = n * gain.reshape(per_channel) + bias.reshape(per_channel)
    return y, (n, std, gain, n_groups)


def instance_norm(x, gain, bias, eps=1e-5):
    return group_norm(x, gain, bias, x.shape[1], eps)


def group_norm_backward(dy, cache):
    n, std, gain, n_groups = cache
    B, C = dy.shape[:2]
    axes = (0, *range(2, dy.ndim))
    dn = (dy * gain.reshape((1, C) + (1,) * (dy.ndim - 2))).reshape(B, n_groups, -1)
    return (dn / std).reshape(dy.shape), (dy * n).sum(axis=axes), dy.sum(axis=axes)
