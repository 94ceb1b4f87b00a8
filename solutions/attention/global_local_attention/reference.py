"""Window attention with global tokens: a list of keys for every query, and the few global queries apart.

Why it works: an ordinary query has at most 2 radius + 1 keys in its window and G global ones. Their positions fit into
a table with one row for each query, so indexing gathers all that is needed, and one softmax over the row covers it. A
global key is struck from the windows, since it has a column of its own: else it would weigh twice. Global queries see
everything, but they are few.
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
    n_tokens, n_features = q.shape[-2:]
    special = flags(n_tokens, radius, global_positions)
    everywhere = np.flatnonzero(special)
    q = q / math.sqrt(n_features)
    t = np.arange(n_tokens)[:, None]

    # The keys of each query, (T, W + G): its window, and the global ones.
    reach = min(radius, n_tokens)
    window = t + np.arange(-reach, reach + 1)
    inside = window.clip(0, n_tokens - 1)
    keys = np.hstack([inside, np.tile(everywhere, (n_tokens, 1))])
    seen = np.hstack([(window == inside) & ~special[inside], np.ones((n_tokens, len(everywhere)), dtype=bool)])
    if causal:
        seen &= keys <= t
    logits = np.einsum("...td,...tkd->...tk", q, k[..., keys, :])
    output = np.einsum("...tk,...tkv->...tv", softmax(logits, seen), v[..., keys, :])

    # The global queries, which see all keys: (G, T).
    seen = (t.T <= everywhere[:, None]) | (not causal)
    logits = q[..., everywhere, :] @ np.swapaxes(k, -1, -2)
    output[..., everywhere, :] = softmax(logits, seen) @ v
    return output


def softmax(logits, seen):
    logits = np.where(seen, logits, -np.inf)
    # A query sees itself, as a neighbour or as a global token, so no row is empty.
    weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)
