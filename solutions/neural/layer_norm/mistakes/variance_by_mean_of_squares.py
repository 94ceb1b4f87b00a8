"""The variance is the mean of the squares minus the squared mean. With a mean of 1e6 both are about 1e12, and their
difference loses the digits of the variance.

caught by: test_large_offsets
"""

import numpy as np


def layer_norm(x, gain, bias, eps=1e-5):
    mean = x.mean(axis=-1, keepdims=True)
    var = np.maximum((x * x).mean(axis=-1, keepdims=True) - mean * mean, 0)
    rstd = 1 / np.sqrt(var + eps)
    n = (x - mean) * rstd
    return gain * n + bias, (n, rstd, gain)


def layer_norm_backward(dy, cache):
    n, rstd, gain = cache
    D = n.shape[-1]
    dgain = (dy * n).reshape(-1, D).sum(axis=0)
    dbias = dy.reshape(-1, D).sum(axis=0)
    dn = dy * gain
    return rstd * (dn - dn.mean(-1, keepdims=True) - n * (dn * n).mean(-1, keepdims=True)), dgain, dbias
