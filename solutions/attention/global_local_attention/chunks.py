"""Chunks of queries: each meets the stretch of keys around it and the global keys, as dense attention under a mask."""

import numpy as np

CHUNK = 200


def visible(queries, keys, radius, is_global, causal):
    """The definition, for any two lists of positions."""
    distance = queries[:, None] - keys[None, :]
    mask = (abs(distance) <= radius) | is_global[queries][:, None] | is_global[keys][None, :]
    return np.logical_and(mask, distance >= 0) if causal else mask


def lookup(n_tokens, radius, global_positions):
    positions = np.array(global_positions, dtype=int)
    if radius < 0 or np.any(positions < 0) or np.any(positions >= n_tokens):
        raise ValueError("out of range")
    return np.bincount(positions, minlength=n_tokens) > 0


def chunks(n_tokens, radius, is_global):
    """(queries, keys) that cover every visible pair once; keys are sorted, each one once."""
    everywhere = np.flatnonzero(is_global)
    for start in range(0, n_tokens, CHUNK):
        block = np.arange(start, min(start + CHUNK, n_tokens))
        near = np.arange(max(start - radius, 0), min(block[-1] + radius + 1, n_tokens))
        ordinary = block[~is_global[block]]
        if len(ordinary):
            yield ordinary, np.union1d(near, everywhere)
    if len(everywhere):
        yield everywhere, np.arange(n_tokens)


def global_local_mask(n_tokens, radius, global_positions, causal=False):
    is_global = lookup(n_tokens, radius, global_positions)
    everything = np.arange(n_tokens)
    return visible(everything, everything, radius, is_global, causal)


def count_visible(n_tokens, radius, global_positions, causal=False):
    is_global = lookup(n_tokens, radius, global_positions)
    return sum(
        np.count_nonzero(visible(queries, keys, radius, is_global, causal))
        for queries, keys in chunks(n_tokens, radius, is_global)
    )


def global_local_attention(q, k, v, radius, global_positions, causal=False):
    n_tokens = q.shape[-2]
    is_global = lookup(n_tokens, radius, global_positions)
    output = np.empty(v.shape)
    for queries, keys in chunks(n_tokens, radius, is_global):
        logits = q[..., queries, :] @ k[..., keys, :].swapaxes(-1, -2) / np.sqrt(q.shape[-1])
        logits[..., ~visible(queries, keys, radius, is_global, causal)] = -np.inf
        weights = np.exp(logits - np.max(logits, axis=-1, keepdims=True))
        output[..., queries, :] = weights @ v[..., keys, :] / np.sum(weights, axis=-1, keepdims=True)
    return output
