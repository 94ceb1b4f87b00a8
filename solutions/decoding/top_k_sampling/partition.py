"""A selection in place of a sort, the temperature first, and the inverse of the cumulative sums."""

import numpy as np


def top_k_filter(logits, k):
    if k <= 0:
        raise ValueError("k must be positive")
    size = logits.shape[-1]
    if k >= size:
        return logits.copy()
    out = np.full_like(logits, -np.inf)
    threshold = np.partition(logits, size - k, axis=-1)[..., size - k : size - k + 1]
    np.copyto(out, logits, where=logits >= threshold)
    return out


def sample_top_k(logits, k, temperature, rng):
    scaled = top_k_filter((logits - logits.max(axis=-1, keepdims=True)) / temperature, k)
    sums = np.exp(scaled).cumsum(axis=-1)
    u = rng.random((*sums.shape[:-1], 1)) * sums[..., -1:]
    return (sums <= u).sum(axis=-1)
