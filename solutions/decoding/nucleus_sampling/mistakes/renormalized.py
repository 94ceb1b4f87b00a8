"""Probabilities come back, and 0 for what is out: the filter gives logits, the old ones for what stays and -inf for the rest.

caught by: test_the_nucleus_is_the_smallest_set_that_holds_p
"""

import numpy as np


def nucleus_filter(logits, p):
    if not 0 < p <= 1:
        raise ValueError("p must be in (0, 1]")
    probs = np.exp(logits - logits.max(axis=-1, keepdims=True))
    probs = probs / probs.sum(axis=-1, keepdims=True)
    order = np.argsort(-probs, axis=-1, kind="stable")
    ranked = np.take_along_axis(probs, order, axis=-1)
    keep = np.zeros(logits.shape, dtype=bool)
    np.put_along_axis(keep, order, np.cumsum(ranked, axis=-1) - ranked < p, axis=-1)
    probs = np.where(keep, probs, 0.0)
    return probs / probs.sum(axis=-1, keepdims=True)


def sample_nucleus(logits, p, temperature, rng):
    probs = nucleus_filter(logits / temperature, p)
    with np.errstate(divide="ignore"):
        return draw(np.log(probs), rng)
