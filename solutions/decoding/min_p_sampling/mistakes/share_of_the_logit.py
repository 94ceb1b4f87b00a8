"""The logits themselves are held against min_p, or against that share of the largest of them: min_p is a share of probabilities,
which is a distance of log(min_p) between logits.

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
