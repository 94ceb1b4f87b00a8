"""Channels first, as rows of M values, and the graph of the forward pass walked backwards one operation at a time."""

import numpy as np


def batch_norm(x, gain, bias, running_mean, running_var, training=True, momentum=0.1, eps=1e-5):
    rows = as_rows(x)
    m = rows.shape[1]
    if training:
        if m < 2:
            raise ValueError("no variance of one value")
        mean = rows.mean(axis=1)
        sum_of_squares = np.square(rows - mean[:, None]).sum(axis=1)
        var = sum_of_squares / m
        running_mean = running_mean + momentum * (mean - running_mean)
        running_var = running_var + momentum * (sum_of_squares / (m - 1) - running_var)
    else:
        mean, var = running_mean, running_var
    centred = rows - mean[:, None]
    scale = (var + eps) ** -0.5
    y = centred * scale[:, None] * gain[:, None] + bias[:, None]
    return as_batch(y, x.shape), (centred, scale, gain, training), running_mean + 0, running_var + 0


def batch_norm_backward(dy, cache):
    centred, scale, gain, training = cache
    rows = as_rows(dy)
    dgain, dbias = (rows * centred).sum(axis=1) * scale, rows.sum(axis=1)
    dn = rows * gain[:, None]
    dcentred = dn * scale[:, None]
    if not training:
        return as_batch(dcentred, dy.shape), dgain, dbias
    # n = centred * scale, scale = (var + eps)^(-1/2), var = mean(centred^2)
    dscale = (dn * centred).sum(axis=1)
    dvar = -dscale * scale**3 / 2
    dcentred = dcentred + 2 * centred * dvar[:, None] / rows.shape[1]
    # centred = x - mean(x)
    return as_batch(dcentred - dcentred.mean(axis=1, keepdims=True), dy.shape), dgain, dbias


def as_rows(batch):
    return np.swapaxes(batch, 0, 1).reshape(batch.shape[1], -1)


def as_batch(rows, shape):
    return np.swapaxes(rows.reshape(shape[1], shape[0], *shape[2:]), 0, 1)
