"""np.tril without an offset takes the queries for the first positions: with a cache they are the last ones, and the
triangle begins S - T columns further to the right.

caught by: test_queries_are_the_last_positions_of_a_longer_cache
"""

import numpy as np


def causal_mask(n_queries, n_keys=None):
    if n_keys is None:
        n_keys = n_queries
    if n_queries < 0 or n_queries > n_keys:
        raise ValueError(f"{n_queries} queries over {n_keys} keys")
    return np.tril(np.ones((n_queries, n_keys))).astype(bool)


def padded_causal_mask(n_queries, key_is_real):
    mask = causal_mask(n_queries, key_is_real.shape[1])
    return mask[None, None, :, :] & key_is_real[:, None, None, :]


def additive_mask(mask, dtype=np.float32):
    return np.where(mask, 0, -np.inf).astype(dtype)
