"""Each probability is compared with 1 - p for itself: that is a threshold. The nucleus is found by summing the
probabilities from the likeliest down.

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
    keep = (probs >= 1 - p) | (np.arange(probs.shape[-1]) == probs.argmax(axis=-1, keepdims=True))
    return np.where(keep, logits, -np.inf)


def sample_nucleus(logits, p, temperature, rng):
    return draw(nucleus_filter(logits / temperature, p), rng)
