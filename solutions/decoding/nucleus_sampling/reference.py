"""Nucleus sampling by cumulative sums in sorted order.

Why it works: cumsum minus the probability itself is what stands before a token. It grows along the sorted row, so that
the condition cuts the row once, and it is 0 for the likeliest token, which therefore always stays.
"""

import numpy as np


def nucleus_filter(logits, p):
    if not 0 < p <= 1:
        raise ValueError(f"p must be above 0 and at most 1, got {p}")
    if p == 1:
        return logits.copy()
    probs = np.exp(logits - logits.max(axis=-1, keepdims=True))
    probs /= probs.sum(axis=-1, keepdims=True)
    order = np.argsort(-probs, axis=-1, kind="stable")
    ranked = np.take_along_axis(probs, order, axis=-1)
    before = ranked.cumsum(axis=-1) - ranked
    keep = np.empty(logits.shape, dtype=bool)
    np.put_along_axis(keep, order, before < p, axis=-1)
    return np.where(keep, logits, -np.inf)


def sample_nucleus(logits, p, temperature, rng):
    return draw(nucleus_filter(logits / temperature, p), rng)
