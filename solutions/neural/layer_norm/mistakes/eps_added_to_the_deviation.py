"""eps is added to the standard deviation, behind the root, instead of to the variance within it.

caught by: test_eps_is_added_to_the_variance
"""

import numpy as np


def layer_norm(x, gain, bias, eps=1e-5):
    mean = x.mean(-1, keepdims=True)
    std = x.std(-1, keepdims=True)
    xhat = (x - mean) / (std + eps)
    return gain * xhat + bias, (xhat, std + eps, gain)


def layer_norm_backward(dy, cache):
    xhat, std, gain = cache
    D = dy.shape[-1]
    dgain = (dy * xhat).reshape(-1, D).sum(0)
    dbias = dy.reshape(-1, D).sum(0)
    dxhat = dy * gain
    dx = (dxhat - dxhat.mean(-1, keepdims=True) - xhat * (dxhat * xhat).mean(-1, keepdims=True)) / std
    return dx, dgain, dbias
