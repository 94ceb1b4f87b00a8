"""Min-p sampling by differences of logits.

Why it works: p(v) / p(best) is exp(logits(v) - logits(best)), since the sum of the softmax is the same for both. The
largest exponent is 0, so that nothing overflows.
"""

import numpy as np


def min_p_filter(logits, min_p):
    if not 0 <= min_p <= 1:
        raise ValueError(f"min_p must be from 0 to 1, got {min_p}")
    likelihood = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.where(likelihood >= min_p, logits, -np.inf)


def sample_min_p(logits, min_p, temperature, rng):
    return draw(min_p_filter(logits, min_p) / temperature, rng)
