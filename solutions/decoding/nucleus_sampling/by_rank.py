"""Counts how many tokens each row keeps, and compares each token's rank with it: a second argsort gives the ranks."""

import numpy as np


def nucleus_filter(logits, p):
    if not (p > 0 and p <= 1):
        raise ValueError("p must be in (0, 1]")
    order = np.argsort(-logits, axis=-1, kind="stable")
    ranks = np.argsort(order, axis=-1, kind="stable")
    ranked = np.take_along_axis(logits, order, axis=-1)
    weights = np.exp(ranked - ranked[..., :1])
    sums = weights.cumsum(axis=-1)
    count = 1 + (sums < p * sums[..., -1:]).sum(axis=-1, keepdims=True)
    if p == 1:
        count[...] = logits.shape[-1]
    return np.where(ranks < count, logits, -np.inf)


def sample_nucleus(logits, p, temperature, rng):
    filtered = nucleus_filter(logits / temperature, p)
    sums = np.exp(filtered - filtered.max(axis=-1, keepdims=True)).cumsum(axis=-1)
    u = rng.random((*sums.shape[:-1], 1)) * sums[..., -1:]
    return (sums <= u).sum(axis=-1)
