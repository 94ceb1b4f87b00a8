"""Scaled dot-product attention: two matrix products with a softmax between them.

Why it works: the first product compares every query with every key at once, the second averages the values. Both kinds
of mask end up as -inf or as a number added to a logit, and exp(-inf) is exactly 0, so a blocked key takes no part in
the sum of its row either. Each row is shifted by its largest logit, which the quotient doesn't notice.
"""

import math

import numpy as np


def scaled_dot_product_attention(q, k, v, mask=None):
    # Shapes that don't fit raise ValueError in the matrix products.
    # math.sqrt gives a Python float, which leaves float32 alone; np.sqrt would make everything float64.
    logits = q @ np.swapaxes(k, -1, -2) / math.sqrt(q.shape[-1])
    if mask is not None:
        if mask.dtype == bool:
            logits = np.where(mask, logits, -np.inf)
        elif np.issubdtype(mask.dtype, np.floating):
            logits = logits + mask.astype(logits.dtype)
        else:
            raise TypeError(f"a mask is boolean or floating, not {mask.dtype}")
    peak = logits.max(axis=-1, keepdims=True)
    # In a row without any key the peak is -inf, and -inf - (-inf) would be nan: such a row isn't shifted.
    weights = np.exp(logits - np.where(peak == -np.inf, 0, peak))
    total = weights.sum(axis=-1, keepdims=True)
    # The largest weight of a row is 1 here, so a total below 1 is the 0 of a row without keys: 0 / 1 keeps it 0.
    weights = weights / np.maximum(total, 1)
    return weights @ v, weights
