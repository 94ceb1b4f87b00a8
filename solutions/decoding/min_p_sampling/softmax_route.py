"""As the formula says: the whole softmax, and a threshold for each row; draws by the inverse of the cumulative sums."""

import numpy as np


def probabilities(logits):
    weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


def min_p_filter(logits, min_p):
    if min_p < 0 or min_p > 1:
        raise ValueError("min_p must be in [0, 1]")
    p = probabilities(logits)
    out = logits.copy()
    out[p < min_p * p.max(axis=-1, keepdims=True)] = -np.inf
    return out


def sample_min_p(logits, min_p, temperature, rng):
    sums = probabilities(min_p_filter(logits, min_p) / temperature).cumsum(axis=-1)
    u = rng.random((*sums.shape[:-1], 1)) * sums[..., -1:]
    return (sums <= u).sum(axis=-1)
