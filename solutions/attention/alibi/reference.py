"""ALiBi: a fixed slope for each head, times the distance.

Why it works: the softmax only sees differences of logits, so a bias that grows by m with each step back multiplies the
weight of a key by exp(-m) for each token that lies between. The slopes spread these rates evenly over the orders of
magnitude, and the slopes for 2P heads are those for P heads with their geometric means in between: the even places are
taken already, which is why the rest comes from the odd ones.
"""

import math

import numpy as np


def geometric(n):
    return 2.0 ** (-8.0 * np.arange(1, n + 1) / n)


def alibi_slopes(n_heads):
    if n_heads < 1:
        raise ValueError(f"n_heads must be at least 1, not {n_heads}")
    power = 2 ** (n_heads.bit_length() - 1)  # the largest power of two that is at most n_heads
    return np.concatenate([geometric(power), geometric(2 * power)[0::2][: n_heads - power]])


def alibi_bias(slopes, n_queries, n_keys=None):
    if n_keys is None:
        n_keys = n_queries
    if n_keys < n_queries:
        raise ValueError(f"{n_queries} queries need at least as many keys, not {n_keys}")
    queries = np.arange(n_keys - n_queries, n_keys)[:, None]
    distance = (queries - np.arange(n_keys)).astype(slopes.dtype)
    return np.where(distance >= 0, -slopes[:, None, None] * distance, -np.inf)


def alibi_logits(q, k):
    slopes = alibi_slopes(q.shape[1]).astype(q.dtype)
    logits = q @ np.swapaxes(k, 2, 3) / math.sqrt(q.shape[-1])
    return logits + alibi_bias(slopes, *logits.shape[2:])
