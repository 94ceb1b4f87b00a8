"""The graph of the forward pass walked backwards, one operation at a time, on rows flattened to (N, D)."""

import numpy as np


def layer_norm(x, gain, bias, eps=1e-5):
    rows = x.reshape(-1, x.shape[-1])
    scale = (rows.var(axis=1) + eps) ** -0.5
    centred = rows - rows.mean(axis=1)[:, None]
    y = centred * scale[:, None] * gain + bias
    return y.reshape(x.shape), (centred, scale, gain)


def layer_norm_backward(dy, cache):
    centred, scale, gain = cache
    n_features = dy.shape[-1]
    rows = dy.reshape(-1, n_features)
    normalised = centred * scale[:, None]
    dgain, dbias = np.einsum("nd,nd->d", rows, normalised), np.einsum("nd->d", rows)
    dnormalised = rows * gain
    # normalised = centred * scale
    dcentred = dnormalised * scale[:, None]
    dscale = np.einsum("nd,nd->n", dnormalised, centred)
    # scale = (variance + eps)^(-1/2), variance = mean(centred^2)
    dvariance = -dscale * scale**3 / 2
    dcentred = dcentred + 2 * centred * dvariance[:, None] / n_features
    # centred = rows - mean(rows)
    return (dcentred - dcentred.mean(axis=1)[:, None]).reshape(dy.shape), dgain, dbias
