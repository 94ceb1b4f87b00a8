"""The k-th largest logit of the whole array is the threshold of all rows: each row is filtered by its own.

caught by: test_each_row_is_filtered_for_itself
"""

import numpy as np


def top_k_filter(logits, k):
    if k < 1:
        raise ValueError("k must be at least 1")
    k = min(k, logits.shape[-1])
    threshold = np.sort(logits.ravel())[::-1][k - 1]
    result = logits.copy()
    result[result < threshold] = -np.inf
    return result


def sample_top_k(logits, k, temperature, rng):
    return draw(top_k_filter(logits, k) / temperature, rng)
