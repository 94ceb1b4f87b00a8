"""Written for images alone: x is unpacked into four axes, though any number of axes of positions may stand behind the
channels, none included.

caught by: test_positions_belong_to_the_group
"""

import numpy as np


def group_norm(x, gain, bias, n_groups, eps=1e-5):
    B, C, H, W = x.shape
    if C % n_groups != 0:
        raise ValueError("C must be divisible by n_groups")
    g = x.reshape(B, n_groups, C // n_groups, H, W)
    mean = g.mean(axis=(2, 3, 4), keepdims=True)
    var = g.var(axis=(2, 3, 4), keepdims=True)
    inv = 1.0 / np.sqrt(var + eps)
    n = ((g - mean) * inv).reshape(B, C, H, W)
    y = n * gain.reshape(1, C, 1, 1) + bias.reshape(1, C, 1, 1)
    return y, (n, inv, gain, n_groups)


def instance_norm(x, gain, bias, eps=1e-5):
    return group_norm(x, gain, bias, x.shape[1], eps)


def group_norm_backward(dy, cache):
    n, inv, gain, n_groups = cache
    B, C, H, W = dy.shape
    dgain = (dy * n).sum(axis=(0, 2, 3))
    dbias = dy.sum(axis=(0, 2, 3))
    dn = (dy * gain.reshape(1, C, 1, 1)).reshape(B, n_groups, C // n_groups, H, W)
    m = n.reshape(dn.shape)
    axes = (2, 3, 4)
    dx = inv * (dn - dn.mean(axis=axes, keepdims=True) - m * (dn * m).mean(axis=axes, keepdims=True))
    return dx.reshape(dy.shape), dgain, dbias
