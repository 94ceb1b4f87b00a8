"""numpy's own triangle: `tri` with a diagonal that moves right by the length of the cache."""

import numpy as np


def causal_mask(n_queries, n_keys=None):
    if n_keys is None:
        n_keys = n_queries
    if not 0 <= n_queries <= n_keys:
        raise ValueError(f"cannot align {n_queries} queries with {n_keys} keys")
    return np.tri(n_queries, n_keys, k=n_keys - n_queries, dtype=bool)


def padded_causal_mask(n_queries, key_is_real):
    triangle = causal_mask(n_queries, key_is_real.shape[-1])
    return np.logical_and(triangle, np.expand_dims(key_is_real, (1, 2)))


def additive_mask(mask, dtype=np.float32):
    with np.errstate(divide="ignore"):
        return np.log(mask.astype(dtype))
