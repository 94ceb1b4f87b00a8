"""A loop over the channels, with the Jacobian of a channel's normalised values written down as a matrix."""

import numpy as np


def batch_norm(x, gain, bias, running_mean, running_var, training=True, momentum=0.1, eps=1e-5):
    y, cache = np.empty_like(x), []
    running_mean, running_var = running_mean.copy(), running_var.copy()
    for c in range(x.shape[1]):
        values = x[:, c].ravel()
        if training:
            if len(values) == 1:
                raise ValueError("one value is not enough")
            mean, var = values.mean(), values.var()
            running_mean[c] = (1 - momentum) * running_mean[c] + momentum * mean
            running_var[c] = (1 - momentum) * running_var[c] + momentum * values.var(ddof=1)
        else:
            mean, var = running_mean[c], running_var[c]
        std = np.sqrt(var + x.dtype.type(eps))
        n = (values - mean) / std
        y[:, c] = (gain[c] * n + bias[c]).reshape(y[:, c].shape)
        cache.append((n, std, gain[c], training))
    return y, cache, running_mean, running_var


def batch_norm_backward(dy, cache):
    dx, dgain, dbias = np.empty_like(dy), [], []
    for c, (n, std, gain, training) in enumerate(cache):
        channel, m = dy[:, c].ravel(), len(n)
        # dn_i/dx_j = (delta_ij - 1/M - n_i n_j / M) / std
        jacobian = np.eye(m) - 1 / m - np.outer(n, n) / m if training else np.eye(m)
        dx[:, c] = (gain * channel @ jacobian / std).reshape(dx[:, c].shape)
        dgain.append(channel @ n)
        dbias.append(channel.sum())
    return dx, np.array(dgain, dy.dtype), np.array(dbias, dy.dtype)
