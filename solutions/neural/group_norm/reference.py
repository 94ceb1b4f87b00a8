"""Group normalisation as layer normalisation of rows, one row a group.

Why it works: the channels of a group stand side by side in memory, so a reshape to (B, G, M) makes each group a row.
The rows are normalised, and their gradient is projected, as in layer normalisation; only gain and bias, which belong to
channels, are applied in the shape of x.
"""

import numpy as np


def per_channel(v, ndim):
    return v.reshape(-1, *[1] * (ndim - 2))  # (C,) -> (C, 1, ..., 1), which broadcasts from axis 1 on


def group_norm(x, gain, bias, n_groups, eps=1e-5):
    if x.shape[1] % n_groups:
        raise ValueError(f"{n_groups} groups can't share {x.shape[1]} channels evenly")
    rows = x.reshape(len(x), n_groups, -1)
    centred = rows - rows.mean(axis=-1, keepdims=True)
    std = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + eps)
    n = centred / std
    y = per_channel(gain, x.ndim) * n.reshape(x.shape) + per_channel(bias, x.ndim)
    return y, (n, std, gain)


def instance_norm(x, gain, bias, eps=1e-5):
    return group_norm(x, gain, bias, x.shape[1], eps)


def group_norm_backward(dy, cache):
    n, std, gain = cache
    axes = (0, *range(2, dy.ndim))
    dgain = (dy * n.reshape(dy.shape)).sum(axis=axes)
    dbias = dy.sum(axis=axes)
    g = (dy * per_channel(gain, dy.ndim)).reshape(n.shape)
    dx = (g - g.mean(axis=-1, keepdims=True) - n * (g * n).mean(axis=-1, keepdims=True)) / std
    return dx.reshape(dy.shape), dgain, dbias
