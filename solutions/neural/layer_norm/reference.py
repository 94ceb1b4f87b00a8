"""Layer normalisation, with the backward pass as a projection.

Why it works: with g = dy * gain, the gradient for n, the chain rule through var and mean gives

    dx = (g - mean(g) - n * mean(g * n)) / sqrt(var + eps)

Adding a constant to a row changes nothing, so the gradient's part along (1, ..., 1) is taken out: mean(g). Scaling a
row changes nothing either (up to eps), so the part along n is taken out: n * mean(g * n).
"""

import numpy as np


def layer_norm(x, gain, bias, eps=1e-5):
    centred = x - x.mean(axis=-1, keepdims=True)
    variance = (centred * centred).mean(axis=-1, keepdims=True)
    std = np.sqrt(variance + eps)
    n = centred / std
    return gain * n + bias, (n, std, gain)


def layer_norm_backward(dy, cache):
    n, std, gain = cache
    rows = tuple(range(dy.ndim - 1))
    dgain = (dy * n).sum(axis=rows)
    dbias = dy.sum(axis=rows)
    g = dy * gain
    dx = (g - g.mean(axis=-1, keepdims=True) - n * (g * n).mean(axis=-1, keepdims=True)) / std
    return dx, dgain, dbias
