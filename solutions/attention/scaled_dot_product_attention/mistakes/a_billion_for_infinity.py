"""Blocked pairs get a large negative number, as in many tutorials, and not -inf: a query that may attend to no key then
attends to all of them alike, and beside visible logits that are lower still a blocked key wins.

caught by: test_a_query_without_keys_gets_zeros
"""

import numpy as np


def scaled_dot_product_attention(q, k, v, mask=None):
    if q.shape[-1] != k.shape[-1] or k.shape[-2] != v.shape[-2]:
        raise ValueError("the shapes don't fit")
    scores = np.matmul(q, np.swapaxes(k, -1, -2)) / float(np.sqrt(k.shape[-1]))
    if mask is not None:
        if mask.dtype == bool:
            scores = np.where(mask, scores, -1e9).astype(q.dtype)
        elif np.issubdtype(mask.dtype, np.floating):
            scores = scores + np.where(np.isneginf(mask), -1e9, mask).astype(q.dtype)
        else:
            raise TypeError("the mask is neither boolean nor floating")
    scores = scores - scores.max(axis=-1, keepdims=True)
    weights = np.exp(scores)
    weights = weights / weights.sum(axis=-1, keepdims=True)
    return np.matmul(weights, v), weights
