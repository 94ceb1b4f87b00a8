"""Every mask becomes a bias, and the normaliser is a log-sum-exp: weights = exp(logits - log sum exp(logits))."""

import numpy as np


def scaled_dot_product_attention(q, k, v, mask=None):
    if q.shape[-1] != k.shape[-1]:
        raise ValueError("queries and keys have different widths")
    if k.shape[-2] != v.shape[-2]:
        raise ValueError("as many values as keys")
    logits = np.einsum("...td,...sd->...ts", q * np.asarray(q.shape[-1] ** -0.5, q.dtype), k)
    if mask is not None:
        if mask.dtype != np.bool_ and mask.dtype.kind != "f":
            raise TypeError("unknown kind of mask")
        with np.errstate(divide="ignore"):
            bias = np.log(mask.astype(q.dtype)) if mask.dtype == np.bool_ else mask.astype(q.dtype)
        logits = logits + bias
    log_total = np.logaddexp.reduce(logits, axis=-1, keepdims=True)
    weights = np.exp(logits - np.maximum(log_total, np.finfo(q.dtype).min))
    return np.einsum("...ts,...sv->...tv", weights, v), weights
