"""The forward pass computes in float32, but the backward pass in the dtype of dy: in float16 dgain's sum over many
rows stops growing, and products overflow.

caught by: test_the_gain_gradient_of_many_rows
"""

import numpy as np


def rms_norm(x, gain, eps=1e-6):
    h = x.astype(np.float32) if x.dtype == np.float16 else x
    rms = np.sqrt((h * h).mean(axis=-1, keepdims=True) + eps)
    n = h / rms
    y = (n * gain.astype(h.dtype)).astype(x.dtype)
    return y, (n.astype(x.dtype), rms.astype(x.dtype), gain)


def rms_norm_backward(dy, cache):
    n, rms, gain = cache
    D = n.shape[-1]
    dgain = (dy * n).reshape(-1, D).sum(axis=0, dtype=dy.dtype)
    dn = dy * gain
    dx = (dn - n * (dn * n).mean(axis=-1, keepdims=True)) / rms
    return dx.astype(dy.dtype), dgain.astype(dy.dtype)
