"""The graph of the forward pass walked backwards in float64, on rows flattened to (N, D)."""

import numpy as np


def rms_norm(x, gain, eps=1e-6):
    rows = x.astype(np.float64).reshape(-1, x.shape[-1])
    scale = (np.einsum("nd,nd->n", rows, rows) / x.shape[-1] + eps) ** -0.5
    y = rows * scale[:, None] * gain
    return y.reshape(x.shape).astype(x.dtype), (rows, scale, gain.astype(np.float64))


def rms_norm_backward(dy, cache):
    rows, scale, gain = cache
    dys = dy.astype(np.float64).reshape(rows.shape)
    dn = dys * gain
    # n = x * scale, scale = (mean(x^2) + eps)^(-1/2)
    dscale = np.einsum("nd,nd->n", dn, rows)
    dsquare = -dscale * scale**3 / 2
    dx = dn * scale[:, None] + 2 * rows * dsquare[:, None] / rows.shape[1]
    dgain = np.einsum("nd,nd,n->d", dys, rows, scale)
    return dx.reshape(dy.shape).astype(dy.dtype), dgain.astype(dy.dtype)
