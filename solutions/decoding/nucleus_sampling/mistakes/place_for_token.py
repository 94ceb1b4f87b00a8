"""What is drawn is a place in the sorted row: the token that stands there has to be looked up in the order of the sort.

caught by: test_tokens_are_drawn_from_the_nucleus
"""

import numpy as np


def nucleus_filter(logits, p):
    if not 0 < p <= 1:
        raise ValueError("p must be in (0, 1]")
    if p == 1:
        return logits.copy()
    order = np.argsort(-logits, axis=-1, kind="stable")
    kept = np.empty(logits.shape)
    np.put_along_axis(kept, order, ranked_nucleus(logits, p), axis=-1)
    return kept


def ranked_nucleus(logits, p):
    ranked = -np.sort(-logits, axis=-1)
    probs = np.exp(ranked - ranked[..., :1])
    probs /= probs.sum(axis=-1, keepdims=True)
    before = np.cumsum(probs, axis=-1) - probs
    return np.where(before < p, ranked, -np.inf)


def sample_nucleus(logits, p, temperature, rng):
    if not 0 < p <= 1:
        raise ValueError("p must be in (0, 1]")
    return draw(ranked_nucleus(logits / temperature, p), rng)
