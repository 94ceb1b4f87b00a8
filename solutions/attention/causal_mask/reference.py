"""Causal masks by comparing positions.

Why it works: "may query t see key s?" depends on two positions only. Written as a column of query positions against a
row of key positions, broadcasting asks the question for all pairs at once, and the cache is nothing but an offset of
S - T in the column.
"""

import numpy as np


def causal_mask(n_queries, n_keys=None):
    if n_keys is None:
        n_keys = n_queries
    if n_queries < 0:
        raise ValueError(f"n_queries must be at least 0, not {n_queries}")
    if n_keys < n_queries:
        raise ValueError(f"{n_queries} queries need at least as many keys, not {n_keys}")
    # The queries are the last positions of the sequence: the first of them has n_keys - n_queries keys before it.
    queries = np.arange(n_keys - n_queries, n_keys)[:, None]
    keys = np.arange(n_keys)[None, :]
    return keys <= queries


def padded_causal_mask(n_queries, key_is_real):
    mask = causal_mask(n_queries, key_is_real.shape[1])
    # (1, 1, T, S) & (B, 1, 1, S): every sequence keeps the triangle and loses its own padding columns.
    return mask[None, None] & key_is_real[:, None, None, :]


def additive_mask(mask, dtype=np.float32):
    # exp(-inf) is exactly 0, whatever the other logits are; a large negative number would only be nearly so.
    return np.where(mask, 0.0, -np.inf).astype(dtype)
