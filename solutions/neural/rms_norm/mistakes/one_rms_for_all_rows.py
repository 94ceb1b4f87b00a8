"""The mean square is taken over the whole array, so that rows influence each other. Each row has its own.

caught by: test_every_row_by_itself
"""

import numpy as np


def rms_norm(x, gain, eps=1e-6):
    h = x.astype(np.float64)
    rms = np.sqrt(np.mean(h**2) + eps)
    n = h / rms
    return (n * gain).astype(x.dtype), (n, rms, gain.astype(np.float64))


def rms_norm_backward(dy, cache):
    n, rms, gain = cache
    d = dy.astype(np.float64)
    axes = tuple(range(d.ndim - 1))
    dn = d * gain
    dx = (dn - n * np.mean(dn * n)) / rms
    return dx.astype(dy.dtype), (d * n).sum(axis=axes).astype(dy.dtype)
