"""The softmax is taken without subtracting the largest logit: exp overflows to inf for large logits, or gives 0 for all of them,
and the probabilities are nan.

caught by: test_large_logits
"""

import numpy as np


def top_k_filter(logits, k):
    if k < 1:
        raise ValueError("k must be at least 1")
    k = min(k, logits.shape[-1])
    kth = np.sort(logits, axis=-1)[..., -k, None]
    return np.where(logits >= kth, logits, -np.inf)


def sample_top_k(logits, k, temperature, rng):
    weights = np.exp(top_k_filter(logits, k) / temperature)
    probs = weights / weights.sum(axis=-1, keepdims=True)
    flat = probs.reshape(-1, probs.shape[-1])
    tokens = [rng.choice(flat.shape[-1], p=row) for row in flat]
    return np.array(tokens).reshape(probs.shape[:-1])
