"""RMSNorm in at least float32.

Why it works: with g = dy * gain, the gradient for n, and d rms / dx_j = x_j / (D rms) = n_j / D,

    dx_j = g_j / rms - sum_i g_i x_i / rms^2 * n_j / D = (g_j - n_j mean(g * n)) / rms

Up to eps, stretching a row changes nothing, so the gradient's part along n is taken out. Nothing was centred, so the
part along (1, ..., 1) stays.
"""

import numpy as np


def rms_norm(x, gain, eps=1e-6):
    wide = np.promote_types(x.dtype, np.float32)
    x, gain, dtype = x.astype(wide), gain.astype(wide), x.dtype
    rms = np.sqrt((x * x).mean(axis=-1, keepdims=True) + eps)
    n = x / rms
    return (gain * n).astype(dtype), (n, rms, gain)


def rms_norm_backward(dy, cache):
    n, rms, gain = cache
    g = dy * gain
    dx = (g - n * (g * n).mean(axis=-1, keepdims=True)) / rms
    dgain = (dy * n).sum(axis=tuple(range(dy.ndim - 1)))
    return dx.astype(dy.dtype), dgain.astype(dy.dtype)
