"""The running statistics move at evaluation too: what the model has learned then depends on what it was asked. They
move in training alone.

caught by: test_evaluation_leaves_the_running_statistics_alone
"""

import numpy as np


def batch_norm(x, gain, bias, running_mean, running_var, training=True, momentum=0.1, eps=1e-5):
    axes = tuple(i for i in range(x.ndim) if i != 1)
    shape = (1, -1) + (1,) * (x.ndim - 2)
    m = x.size // x.shape[1]
    if training and m == 1:
        raise ValueError("one value per channel has no variance")

    mean, var = x.mean(axis=axes), x.var(axis=axes)
    new_mean = (1 - momentum) * running_mean + momentum * mean
    new_var = (1 - momentum) * running_var + momentum * var * (m / max(m - 1, 1))
    if not training:
        mean, var = running_mean, running_var
    std = np.sqrt(var + eps).reshape(shape)
    n = (x - mean.reshape(shape)) / std
    y = gain.reshape(shape) * n + bias.reshape(shape)
    return y, (n, std, gain.reshape(shape), axes, training), new_mean, new_var


def batch_norm_backward(dy, cache):
    n, std, gain, axes, training = cache
    g = dy * gain
    if training:
        g = g - g.mean(axis=axes, keepdims=True) - n * (g * n).mean(axis=axes, keepdims=True)
    return g / std, (dy * n).sum(axis=axes), dy.sum(axis=axes)
