"""The logits that are cut off become 0: the softmax gives exp(0) = 1 to them, often more than to those that stay. Only -inf
has the probability 0.

caught by: test_only_the_k_largest_logits_stay
"""

import numpy as np


def top_k_filter(logits, k):
    if k < 1:
        raise ValueError("k must be at least 1")
    k = min(k, logits.shape[-1])
    kth_largest = np.sort(logits, axis=-1)[..., -k][..., None]
    return logits * (logits >= kth_largest)


def sample_top_k(logits, k, temperature, rng):
    return draw(top_k_filter(logits, k) / temperature, rng)
