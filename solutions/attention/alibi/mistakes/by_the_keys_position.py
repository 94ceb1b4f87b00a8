"""The bias is the slope times the key's position, which after the softmax is as good, since rows may be shifted, but
isn't the bias of a distance: the query's own key has 0, and all others lie below.

caught by: test_bias_falls_with_the_distance
"""

import math

import numpy as np


def alibi_slopes(n_heads):
    if n_heads < 1:
        raise ValueError("there must be at least one head")

    def power_of_two(n):
        start = 2 ** (-8 / n)
        return [start ** (i + 1) for i in range(n)]

    closest = 2 ** math.floor(math.log2(n_heads))
    slopes = power_of_two(closest)
    if closest < n_heads:
        slopes += power_of_two(2 * closest)[0::2][: n_heads - closest]
    return np.array(slopes)


def alibi_bias(slopes, n_queries, n_keys=None):
    if n_keys is None:
        n_keys = n_queries
    if n_keys < n_queries:
        raise ValueError("there are fewer keys than queries")
    queries = np.arange(n_queries)[:, None] + n_keys - n_queries
    keys = np.arange(n_keys)[None, :]
    bias = slopes[:, None, None] * np.broadcast_to(keys, (n_queries, n_keys))
    return np.where(keys > queries, -np.inf, bias).astype(slopes.dtype)


def alibi_logits(q, k):
    n_heads, n_queries, d = q.shape[1:]
    bias = alibi_bias(alibi_slopes(n_heads).astype(q.dtype), n_queries, k.shape[2])
    return np.matmul(q, k.transpose(0, 1, 3, 2)) / math.sqrt(d) + bias
