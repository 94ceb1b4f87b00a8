"""Head by head and pair by pair; the exponents are counted in whole steps, and the odd ones fill up the heads."""

import numpy as np


def alibi_slopes(n_heads):
    if n_heads < 1:
        raise ValueError("a model has heads")
    power = 1
    while 2 * power <= n_heads:
        power *= 2
    # In steps of 4 / P of the exponent, the slopes for P heads stand at 2, 4, ... 2P, and those between at 1, 3, ...
    steps = list(range(2, 2 * power + 1, 2)) + list(range(1, 2 * (n_heads - power), 2))
    return np.array([0.5 ** (4 * step / power) for step in steps])


def alibi_bias(slopes, n_queries, n_keys=None):
    if n_keys is None:
        n_keys = n_queries
    past = n_keys - n_queries
    if past < 0:
        raise ValueError("the keys don't reach to the last query")
    bias = np.full((len(slopes), n_queries, n_keys), -np.inf, dtype=slopes.dtype)
    for h, slope in enumerate(slopes):
        for t in range(n_queries):
            for s in range(past + t + 1):
                bias[h, t, s] = -slope * (past + t - s)
    return bias


def alibi_logits(q, k):
    bias = alibi_bias(alibi_slopes(q.shape[1]), q.shape[2], k.shape[2])
    logits = np.empty((*q.shape[:3], k.shape[2]), dtype=q.dtype)
    for b in range(q.shape[0]):
        for h in range(q.shape[1]):
            logits[b, h] = q[b, h] @ k[b, h].T / np.sqrt(q.shape[3]) + bias[h]
    return logits
