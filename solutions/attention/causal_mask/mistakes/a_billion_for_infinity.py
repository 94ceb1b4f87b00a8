"""Blocked pairs get -1e9 instead of -inf: that isn't 0 after the softmax when the other logits are as low.

caught by: test_additive_mask_is_zero_or_minus_infinity
"""

import numpy as np


def causal_mask(n_queries, n_keys=None):
    if n_keys is None:
        n_keys = n_queries
    if n_queries < 0 or n_keys < n_queries:
        raise ValueError("there must be a key for each query")
    return np.tril(np.ones((n_queries, n_keys), dtype=bool), k=n_keys - n_queries)


def padded_causal_mask(n_queries, key_is_real):
    return causal_mask(n_queries, key_is_real.shape[1])[None, None] & key_is_real[:, None, None]


def additive_mask(mask, dtype=np.float32):
    return np.where(mask, 0.0, -1e9).astype(dtype)
