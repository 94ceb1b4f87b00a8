"""The logits are shifted by the largest one of the whole array: rows that lie far below it underflow to 0. Each row has
a maximum of its own.

caught by: test_large_logits_and_blocked_giants
"""

import math

import numpy as np


def scaled_dot_product_attention(q, k, v, mask=None):
    if q.shape[-1] != k.shape[-1]:
        raise ValueError("q and k must have the same number of features")
    if k.shape[-2] != v.shape[-2]:
        raise ValueError("k and v must have the same number of keys")
    scores = np.matmul(q, np.swapaxes(k, -1, -2)) / math.sqrt(q.shape[-1])
    if mask is not None:
        if mask.dtype == bool:
            scores = np.where(mask, scores, -np.inf)
        elif np.issubdtype(mask.dtype, np.floating):
            scores = scores + mask.astype(scores.dtype)
        else:
            raise TypeError("the mask must be boolean or floating")
    weights = np.exp(scores - np.max(scores))
    total = np.sum(weights, axis=-1, keepdims=True)
    weights = weights / np.where(total == 0, 1, total).astype(scores.dtype)
    return np.matmul(weights, v), weights
