"""Batch normalisation over every axis but the channels'.

Why it works: with g = dy * gain, the gradient for n, the chain rule through var and mean gives for each channel

    dx = (g - mean(g) - n * mean(g * n)) / sqrt(var + eps)

Neither shifting nor (up to eps) stretching a channel changes its n, so the gradient's parts along (1, ..., 1) and along
n are taken out. With running statistics nothing is taken out: mean and variance don't depend on x, and dx = g / std.
"""

import numpy as np


def batch_norm(x, gain, bias, running_mean, running_var, training=True, momentum=0.1, eps=1e-5):
    axes = (0, *range(2, x.ndim))
    m = x.size // x.shape[1]
    if training and m == 1:
        raise ValueError("one value per channel has no unbiased variance")

    def per_channel(v):
        return v.reshape(-1, *[1] * (x.ndim - 2))  # (C,) -> (C, 1, ..., 1), which broadcasts from axis 1 on

    if training:
        mean, var = x.mean(axis=axes), x.var(axis=axes)
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * var * (m / (m - 1))
    else:
        mean, var = running_mean, running_var
    std = per_channel(np.sqrt(var + eps))
    gain = per_channel(gain)
    n = (x - per_channel(mean)) / std
    return gain * n + per_channel(bias), (n, std, gain, axes, training), running_mean.copy(), running_var.copy()


def batch_norm_backward(dy, cache):
    n, std, gain, axes, training = cache
    dgain = (dy * n).sum(axis=axes)
    dbias = dy.sum(axis=axes)
    g = dy * gain
    if training:
        g = g - g.mean(axis=axes, keepdims=True) - n * (g * n).mean(axis=axes, keepdims=True)
    return g / std, dgain, dbias
