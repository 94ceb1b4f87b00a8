"""The definition, pair by pair: slow, and impossible to misread."""

import numpy as np


def causal_mask(n_queries, n_keys=None):
    n_keys = n_queries if n_keys is None else n_keys
    if n_queries < 0 or n_keys < n_queries:
        raise ValueError("a mask needs 0 <= n_queries <= n_keys")
    mask = np.zeros((n_queries, n_keys), dtype=bool)
    for t in range(n_queries):
        position = n_keys - n_queries + t
        for s in range(n_keys):
            mask[t, s] = s <= position
    return mask


def padded_causal_mask(n_queries, key_is_real):
    batch, n_keys = key_is_real.shape
    mask = np.zeros((batch, 1, n_queries, n_keys), dtype=bool)
    for b in range(batch):
        mask[b, 0] = causal_mask(n_queries, n_keys)
        mask[b, 0][:, ~key_is_real[b]] = False
    return mask


def additive_mask(mask, dtype=np.float32):
    out = np.zeros(mask.shape, dtype=dtype)
    out[~mask] = -np.inf
    return out
