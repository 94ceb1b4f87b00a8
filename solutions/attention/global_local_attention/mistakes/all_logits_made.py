"""The right numbers, but by way of all T x T logits: for long sequences they
don't fit into memory. Only visible pairs may be computed.

caught by: test_attention_over_a_long_sequence
"""

import math

import numpy as np


def flags(n_tokens, radius, global_positions):
    """True at the global positions."""
    if radius < 0:
        raise ValueError(f"the radius must be at least 0, not {radius}")
    special = np.zeros(n_tokens, dtype=bool)
    for position in global_positions:
        if not 0 <= position < n_tokens:
            raise ValueError(f"there is no position {position} among {n_tokens} tokens")
        special[position] = True
    return special


def global_local_mask(n_tokens, radius, global_positions, causal=False):
    special = flags(n_tokens, radius, global_positions)
    distance = np.arange(n_tokens)[:, None] - np.arange(n_tokens)
    mask = (np.abs(distance) <= radius) | special[:, None] | special
    return mask & (distance >= 0) if causal else mask


def count_visible(n_tokens, radius, global_positions, causal=False):
    special = flags(n_tokens, radius, global_positions)
    t = np.arange(n_tokens)
    # The last key that a query may see at all, and its window from `low` up to `high`, which isn't part of it any more.
    end = t + 1 if causal else np.full(n_tokens, n_tokens)
    low, high = np.maximum(t - radius, 0), np.minimum(t + radius + 1, end)
    before = np.concatenate([[0], np.cumsum(special)])  # before[s]: how many of the first s tokens are global
    outside = before[end] - (before[high] - before[low])
    return int(np.where(special, end, high - low + outside).sum())


def global_local_attention(q, k, v, radius, global_positions, causal=False):
    mask = global_local_mask(q.shape[-2], radius, global_positions, causal)
    logits = q @ np.swapaxes(k, -1, -2) / math.sqrt(q.shape[-1])
    return softmax(logits, mask) @ v


def softmax(logits, seen):
    logits = np.where(seen, logits, -np.inf)
    # A query sees itself, as a neighbour or as a global token, so no row is empty.
    weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)
