"""The backward pass takes the root mean square for a constant. Every x_j is part of it, so each row's dx has a second
term.

caught by: test_gradient_of_x
"""

import numpy as np


def rms_norm(x, gain, eps=1e-6):
    h = x.astype(np.float32) if x.dtype == np.float16 else x
    g = gain.astype(h.dtype)
    rms = np.sqrt(np.mean(np.square(h), axis=-1, keepdims=True) + eps)
    n = h / rms
    return (n * g).astype(x.dtype), (n, rms, g)


def rms_norm_backward(dy, cache):
    n, rms, g = cache
    d = dy.astype(n.dtype)
    dgain = np.sum((d * n).reshape(-1, n.shape[-1]), axis=0)
    return (d * g / rms).astype(dy.dtype), dgain.astype(dy.dtype)
