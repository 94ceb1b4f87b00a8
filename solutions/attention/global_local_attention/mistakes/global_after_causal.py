"""The rows and columns of the global tokens are filled in after the causal mask, which opens the future again: the
causal mask comes last.

caught by: test_causal_mask_hides_later_keys_from_all
"""

import numpy as np


def check(n_tokens, radius, global_positions):
    if radius < 0:
        raise ValueError("the radius is negative")
    if any(g < 0 or g >= n_tokens for g in global_positions):
        raise ValueError("a global position lies outside of the sequence")


def visible(t, n_tokens, radius, global_positions, causal):
    """The keys that query t sees, in increasing order."""
    if t in global_positions:
        keys = set(range(n_tokens))
    else:
        keys = set(range(max(0, t - radius), min(n_tokens, t + radius + 1))) | set(global_positions)
    return sorted(s for s in keys if not causal or s <= t)


def global_local_mask(n_tokens, radius, global_positions, causal=False):
    check(n_tokens, radius, global_positions)
    mask = np.zeros((n_tokens, n_tokens), dtype=bool)
    for t in range(n_tokens):
        mask[t, max(0, t - radius) : t + radius + 1] = True
    if causal:
        mask = np.tril(mask)
    for g in global_positions:
        mask[g, :] = True
        mask[:, g] = True
    return mask


def count_visible(n_tokens, radius, global_positions, causal=False):
    check(n_tokens, radius, global_positions)
    chosen = np.array(sorted(global_positions))
    count = 0
    for t in range(n_tokens):
        end = t + 1 if causal else n_tokens
        if t in global_positions:
            count += end
        else:
            low, high = max(0, t - radius), min(end, t + radius + 1)
            outside = (chosen < low) | ((chosen >= high) & (chosen < end))
            count += high - low + int(outside.sum())
    return count


def global_local_attention(q, k, v, radius, global_positions, causal=False):
    n_tokens, d = q.shape[-2:]
    check(n_tokens, radius, global_positions)
    output = np.zeros(v.shape)
    for t in range(n_tokens):
        keys = visible(t, n_tokens, radius, global_positions, causal)
        logits = np.einsum("...d,...sd->...s", q[..., t, :], k[..., keys, :]) / np.sqrt(d)
        weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        output[..., t, :] = np.einsum("...s,...sd->...d", weights, v[..., keys, :])
    return output
