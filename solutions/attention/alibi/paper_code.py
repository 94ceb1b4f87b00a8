"""The slopes by recursion, as published by the authors, and a bias that relies on a shift of the softmax.

A row of biases may be written as m times the key's position (0, 1, 2, ...), since a constant per row doesn't matter to
the softmax. Here the constant is subtracted again, so that the query's own key has 0.
"""

import math

import numpy as np


def slope_list(n):
    if math.log2(n).is_integer():
        start = 2 ** (-(2 ** -(math.log2(n) - 3)))
        return [start * start**i for i in range(n)]
    closest = 2 ** math.floor(math.log2(n))
    return slope_list(closest) + slope_list(2 * closest)[0::2][: n - closest]


def alibi_slopes(n_heads):
    if n_heads <= 0:
        raise ValueError("at least one head")
    return np.array(slope_list(n_heads))


def alibi_bias(slopes, n_queries, n_keys=None):
    n_keys = n_queries if n_keys is None else n_keys
    if n_queries > n_keys:
        raise ValueError("more queries than keys")
    by_key = np.multiply.outer(slopes, np.arange(n_keys).astype(slopes.dtype))
    own = by_key[:, n_keys - n_queries :]
    bias = by_key[:, None, :] - own[:, :, None]
    bias[:, ~np.tri(n_queries, n_keys, n_keys - n_queries, dtype=bool)] = -np.inf
    return bias


def alibi_logits(q, k):
    bias = alibi_bias(alibi_slopes(q.shape[1]), q.shape[2], k.shape[2])
    return (np.einsum("bhtd,bhsd->bhts", q, k) / q.shape[3] ** 0.5 + bias).astype(q.dtype)
