"""The backward pass takes mean and variance for constants and only divides by the standard deviation. Every x_j moves
both, and so all outputs of its row.

caught by: test_gradient_of_x
"""

import numpy as np


def layer_norm(x, gain, bias, eps=1e-5):
    mean = np.mean(x, axis=-1, keepdims=True)
    var = np.var(x, axis=-1, keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    return gain * x_hat + bias, (x_hat, std, gain)


def layer_norm_backward(dy, cache):
    x_hat, std, gain = cache
    axes = tuple(range(dy.ndim - 1))
    dgain = np.sum(dy * x_hat, axis=axes)
    dbias = np.sum(dy, axis=axes)
    dx = dy * gain / std
    return dx, dgain, dbias
