"""The rows of padding queries are hidden too, as in an outer product of the padding with itself: padding hides keys,
never queries.

caught by: test_padding_keys_are_hidden
"""

import numpy as np


def causal_mask(n_queries, n_keys=None):
    if n_keys is None:
        n_keys = n_queries
    if n_queries < 0 or n_keys < n_queries:
        raise ValueError("there must be a key for each query")
    return np.tril(np.ones((n_queries, n_keys), dtype=bool), k=n_keys - n_queries)


def padded_causal_mask(n_queries, key_is_real):
    n_keys = key_is_real.shape[1]
    real_queries = key_is_real[:, n_keys - n_queries :]
    pairs = real_queries[:, :, None] & key_is_real[:, None, :]
    return (pairs & causal_mask(n_queries, n_keys))[:, None]


def additive_mask(mask, dtype=np.float32):
    additive = np.zeros(mask.shape, dtype=dtype)
    additive[~mask] = -np.inf
    return additive
