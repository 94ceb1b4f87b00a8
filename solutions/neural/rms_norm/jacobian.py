"""Row by row, with the norm of the row and the Jacobian of the normalised features as a matrix."""

import numpy as np


def rms_norm(x, gain, eps=1e-6):
    y = np.empty(x.shape, x.dtype)
    for index in np.ndindex(x.shape[:-1]):
        n, _ = parts(x[index], eps)
        y[index] = n * gain
    return y, (x, gain, eps)


def rms_norm_backward(dy, cache):
    x, gain, eps = cache
    dx, dgain = np.empty(x.shape, x.dtype), np.zeros(len(gain))
    for index in np.ndindex(x.shape[:-1]):
        n, rms = parts(x[index], eps)
        # dn_i/dx_j = (delta_ij - n_i n_j / D) / rms
        jacobian = (np.eye(len(n)) - np.outer(n, n) / len(n)) / rms
        dx[index] = (dy[index].astype(float) * gain) @ jacobian
        dgain += dy[index] * n
    return dx, dgain.astype(gain.dtype)


def parts(row, eps):
    row = row.astype(float)
    rms = np.sqrt(np.linalg.norm(row) ** 2 / len(row) + eps)
    return row / rms, rms
