"""The logits come back in sorted order, the likeliest first: each has to go back to the place where its token stands.

caught by: test_the_nucleus_is_the_smallest_set_that_holds_p
"""

import numpy as np


def nucleus_filter(logits, p):
    if not 0 < p <= 1:
        raise ValueError("p must be in (0, 1]")
    ranked = np.sort(logits, axis=-1)[..., ::-1]
    probs = np.exp(ranked - ranked[..., :1])
    probs = probs / probs.sum(axis=-1, keepdims=True)
    before = np.cumsum(probs, axis=-1) - probs
    return np.where((before < p) | (p == 1), ranked, -np.inf)


def sample_nucleus(logits, p, temperature, rng):
    return draw(nucleus_filter(logits / temperature, p), rng)
