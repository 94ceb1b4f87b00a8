"""The softmax is exp over its sum, without a look at its range: large logits overflow to inf / inf, and a row in which
everything is blocked is 0 / 0. Subtract the largest logit of each row, and keep rows without a key at 0.

caught by: test_large_logits_and_blocked_giants
"""

import numpy as np


def softmax(x):
    e = np.exp(x)
    return e / e.sum(axis=-1, keepdims=True)


def scaled_dot_product_attention(q, k, v, mask=None):
    if q.shape[-1] != k.shape[-1] or k.shape[-2] != v.shape[-2]:
        raise ValueError("the shapes don't fit")
    scores = q @ k.swapaxes(-1, -2) / np.sqrt(q.shape[-1]).astype(q.dtype)
    if mask is not None:
        if mask.dtype == bool:
            scores = np.where(mask, scores, -np.inf)
        elif np.issubdtype(mask.dtype, np.floating):
            scores = scores + mask.astype(scores.dtype)
        else:
            raise TypeError("the mask is neither boolean nor floating")
    weights = softmax(scores)
    return weights @ v, weights
