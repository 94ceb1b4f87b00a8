"""eps is added to the root mean square instead of to the mean square within the root.

caught by: test_eps_is_added_to_the_mean_square
"""

import numpy as np


def rms_norm(x, gain, eps=1e-6):
    h = x.astype(np.float64)
    rms = np.sqrt(np.mean(h * h, axis=-1, keepdims=True)) + eps
    return (h / rms * gain.astype(np.float64)).astype(x.dtype), (h, rms, gain.astype(np.float64))


def rms_norm_backward(dy, cache):
    h, rms, gain = cache
    d = dy.astype(np.float64)
    n = h / rms
    dgain = (d * n).reshape(-1, h.shape[-1]).sum(axis=0)
    dn = d * gain
    dx = (dn - n * np.mean(dn * n, axis=-1, keepdims=True)) / rms
    return dx.astype(dy.dtype), dgain.astype(dy.dtype)
