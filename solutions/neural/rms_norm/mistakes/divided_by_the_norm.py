"""The row is divided by its Euclidean norm: the sum of squares isn't divided by D.

caught by: test_forward
"""

import numpy as np


def rms_norm(x, gain, eps=1e-6):
    h = x.astype(np.float64)
    r = np.sqrt(np.sum(h**2, axis=-1, keepdims=True) + eps)
    return (h / r * gain).astype(x.dtype), (h / r, r, gain.astype(np.float64))


def rms_norm_backward(dy, cache):
    n, r, gain = cache
    d = dy.astype(np.float64)
    dgain = (d * n).reshape(-1, n.shape[-1]).sum(axis=0)
    dn = d * gain
    dx = (dn - n * (dn * n).sum(axis=-1, keepdims=True)) / r
    return dx.astype(dy.dtype), dgain.astype(dy.dtype)
