"""Top-k sampling by a threshold.

Why it works: the k-th largest logit of a row splits it in two with one comparison. A logit of -inf has the weight
exp(-inf) = 0 in the softmax, so that the others share the whole probability in their old proportions.
"""

import numpy as np


def top_k_filter(logits, k):
    if k < 1:
        raise ValueError(f"k must be at least 1, got {k}")
    k = min(k, logits.shape[-1])
    least = np.sort(logits, axis=-1)[..., -k, None]
    return np.where(logits < least, -np.inf, logits)


def sample_top_k(logits, k, temperature, rng):
    return draw(top_k_filter(logits, k) / temperature, rng)
