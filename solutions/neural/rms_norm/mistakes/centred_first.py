"""The mean is subtracted first, as in layer normalisation. RMSNorm divides x as it is by its root mean square.

caught by: test_forward
"""

import numpy as np


def _up(x):
    return x.astype(np.float32) if x.dtype == np.float16 else x


def rms_norm(x, gain, eps=1e-6):
    h = _up(x)
    h = h - h.mean(axis=-1, keepdims=True)
    rms = np.sqrt((h**2).mean(axis=-1, keepdims=True) + eps)
    n = h / rms
    return (n * _up(gain)).astype(x.dtype), (n, rms, _up(gain))


def rms_norm_backward(dy, cache):
    n, rms, gain = cache
    d = _up(dy)
    dgain = (d * n).reshape(-1, n.shape[-1]).sum(axis=0)
    dn = d * gain
    dx = (dn - dn.mean(axis=-1, keepdims=True) - n * (dn * n).mean(axis=-1, keepdims=True)) / rms
    return dx.astype(dy.dtype), dgain.astype(dy.dtype)
