"""Each probability is compared with min_p itself: the threshold is min_p times the probability of the likeliest token, so that
it comes down where the model is unsure.

caught by: test_what_is_a_share_of_the_likeliest_stays
"""

import numpy as np


def min_p_filter(logits, min_p):
    if min_p < 0 or min_p > 1:
        raise ValueError("min_p must be between 0 and 1")
    exp = np.exp(logits - np.max(logits, axis=-1, keepdims=True))
    probs = exp / np.sum(exp, axis=-1, keepdims=True)
    return np.where(probs >= min_p, logits, -np.inf)


def sample_min_p(logits, min_p, temperature, rng):
    return draw(min_p_filter(logits, min_p) / temperature, rng)
