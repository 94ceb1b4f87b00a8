"""Of equal probabilities the one comes first that the sort happens to put there, as in a row that is sorted upwards and turned
round: the lower token comes first, which takes a stable sort of the negated probabilities.

caught by: test_of_equal_probabilities_the_lower_token_comes_first
"""

import numpy as np


def nucleus_filter(logits, p):
    if not 0 < p <= 1:
        raise ValueError("p must be in (0, 1]")
    if p == 1:
        return logits.copy()
    order = np.argsort(logits, axis=-1)[..., ::-1]
    ranked = np.take_along_axis(logits, order, axis=-1)
    probs = np.exp(ranked - ranked[..., :1])
    cumulative = np.cumsum(probs / probs.sum(axis=-1, keepdims=True), axis=-1)
    remove = cumulative >= p
    remove[..., 1:] = remove[..., :-1].copy()
    remove[..., 0] = False
    removed = np.zeros_like(remove)
    np.put_along_axis(removed, order, remove, axis=-1)
    return np.where(removed, -np.inf, logits)


def sample_nucleus(logits, p, temperature, rng):
    return draw(nucleus_filter(logits / temperature, p), rng)
