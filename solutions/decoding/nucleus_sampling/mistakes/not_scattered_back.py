"""The decisions are made in sorted order and applied to the unsorted logits: each of them has to go back to the place where
its token stands.

caught by: test_the_nucleus_is_the_smallest_set_that_holds_p
"""

import numpy as np


def nucleus_filter(logits, p):
    if not 0 < p <= 1:
        raise ValueError("p must be in (0, 1]")
    if p == 1:
        return logits.copy()
    probs = np.exp(logits - logits.max(axis=-1, keepdims=True))
    probs = probs / probs.sum(axis=-1, keepdims=True)
    ranked = np.sort(probs, axis=-1)[..., ::-1]
    remove = np.cumsum(ranked, axis=-1) - ranked >= p
    out = logits.copy()
    out[remove] = -np.inf
    return out


def sample_nucleus(logits, p, temperature, rng):
    return draw(nucleus_filter(logits / temperature, p), rng)
