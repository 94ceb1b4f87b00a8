"""This is written for the logits of one row: of several, whole rows are cut off or one token is drawn for all. Tokens lie along
the last axis, and each row has its own.

caught by: test_each_row_is_filtered_for_itself
"""

import numpy as np


def top_k_filter(logits, k):
    if k < 1:
        raise ValueError("k must be at least 1")
    k = min(k, len(logits))
    threshold = np.sort(logits)[-k]
    return np.where(logits < threshold, -np.inf, logits)


def sample_top_k(logits, k, temperature, rng):
    scaled = top_k_filter(logits, k) / temperature
    probs = np.exp(scaled - scaled.max())
    probs /= probs.sum()
    return rng.choice(len(probs), p=probs)
