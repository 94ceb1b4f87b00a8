"""Each probability is compared with min_p itself: the threshold is min_p times the probability of the likeliest token, so that
it comes down where the model is unsure.

caught by: test_what_is_a_share_of_the_likeliest_stays
"""

import numpy as np


def min_p_filter(logits, min_p):
    if not 0 <= min_p <= 1:
        raise ValueError("min_p must be from 0 to 1")
    probs = np.exp(logits - logits.max(axis=-1, keepdims=True))
    probs = probs / probs.sum(axis=-1, keepdims=True)
    keep = (probs >= min_p) | (probs == probs.max(axis=-1, keepdims=True))
    return np.where(keep, logits, -np.inf)


def sample_min_p(logits, min_p, temperature, rng):
    return draw(min_p_filter(logits, min_p) / temperature, rng)
