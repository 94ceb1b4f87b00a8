"""Exactly k tokens are kept: a logit that equals the k-th largest has to stay too, so that equal
tokens are treated alike.

caught by: test_what_equals_the_kth_largest_stays
"""

import numpy as np


def top_k_filter(logits, k):
    if k < 1:
        raise ValueError("k must be at least 1")
    k = min(k, logits.shape[-1])
    top = np.argsort(-logits, axis=-1, kind="stable")[..., :k]
    filtered = np.full_like(logits, -np.inf)
    np.put_along_axis(filtered, top, np.take_along_axis(logits, top, axis=-1), axis=-1)
    return filtered


def sample_top_k(logits, k, temperature, rng):
    return draw(top_k_filter(logits, k) / temperature, rng)
