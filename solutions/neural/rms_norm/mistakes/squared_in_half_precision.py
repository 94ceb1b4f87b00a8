"""The squares are taken in the dtype of x: in float16 300^2 is infinite, and the row becomes 0.

caught by: test_float16_is_computed_in_float32
"""

import numpy as np


def rms_norm(x, gain, eps=1e-6):
    rms = np.sqrt(np.mean(x**2, axis=-1, keepdims=True) + eps)
    n = x / rms
    return (gain * n).astype(x.dtype), (n, rms, gain)


def rms_norm_backward(dy, cache):
    n, rms, gain = cache
    dgain = (dy * n).reshape(-1, n.shape[-1]).sum(axis=0)
    dn = dy * gain
    dx = (dn - n * (dn * n).mean(axis=-1, keepdims=True)) / rms
    return dx.astype(dy.dtype), dgain.astype(dy.dtype)
