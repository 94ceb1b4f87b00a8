"""Tokens stay as long as the sum including them is at most p: the token that takes the sum over p has to stay too, or the
nucleus holds less than p, and nothing at all when the likeliest token has more than p.

caught by: test_the_nucleus_is_the_smallest_set_that_holds_p
"""

import numpy as np


def nucleus_filter(logits, p):
    if not 0 < p <= 1:
        raise ValueError("p must be in (0, 1]")
    probs = np.exp(logits - logits.max(axis=-1, keepdims=True))
    probs = probs / probs.sum(axis=-1, keepdims=True)
    order = np.argsort(-probs, axis=-1, kind="stable")
    cumulative = np.cumsum(np.take_along_axis(probs, order, axis=-1), axis=-1)
    keep_sorted = cumulative <= p
    keep_sorted[..., 0] = True
    if p == 1:
        keep_sorted[...] = True
    keep = np.zeros_like(keep_sorted)
    np.put_along_axis(keep, order, keep_sorted, axis=-1)
    return np.where(keep, logits, -np.inf)


def sample_nucleus(logits, p, temperature, rng):
    return draw(nucleus_filter(logits / temperature, p), rng)
