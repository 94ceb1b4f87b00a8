"""The logits are compared with min_p times the largest logit: the share is one of probabilities, and a share of a logit says
nothing (it is above the logit itself when that is negative).

caught by: test_what_is_a_share_of_the_likeliest_stays
"""

import numpy as np


def min_p_filter(logits, min_p):
    if min_p < 0 or min_p > 1:
        raise ValueError("min_p must be between 0 and 1")
    threshold = min_p * logits.max(axis=-1, keepdims=True)
    return np.where(logits >= threshold, logits, -np.inf)


def sample_min_p(logits, min_p, temperature, rng):
    return draw(min_p_filter(logits, min_p) / temperature, rng)
