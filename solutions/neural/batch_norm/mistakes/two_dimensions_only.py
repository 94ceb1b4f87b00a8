"""Mean and variance are taken over axis 0 alone: with sequences or images the positions belong to a channel's values
too. Take all axes but axis 1, and bring what has the shape (C,) to (C, 1, ..., 1).

caught by: test_positions_belong_to_the_statistics
"""

import numpy as np


def batch_norm(x, gain, bias, running_mean, running_var, training=True, momentum=0.1, eps=1e-5):
    if training:
        n = x.shape[0]
        if x.size == x.shape[1]:
            raise ValueError("one value per channel has no variance")
        mean = np.mean(x, axis=0)
        var = np.var(x, axis=0)
        new_mean = (1 - momentum) * running_mean + momentum * mean
        new_var = (1 - momentum) * running_var + momentum * var * (n / (n - 1))
    else:
        mean, var = running_mean, running_var
        new_mean, new_var = running_mean, running_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    return gain * x_hat + bias, (x_hat, std, gain, training), new_mean, new_var


def batch_norm_backward(dy, cache):
    x_hat, std, gain, training = cache
    dgain = np.sum(dy * x_hat, axis=0)
    dbias = np.sum(dy, axis=0)
    g = dy * gain
    if training:
        g = g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0)
    return g / std, dgain, dbias
