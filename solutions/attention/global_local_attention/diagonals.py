"""The band diagonal by diagonal: queries and keys at the same distance are two shifted slices.

The softmax runs online over the diagonals and the global keys: each brings one logit a query.
"""

import numpy as np


def check(n_tokens, radius, global_positions):
    if radius < 0 or any(p < 0 or p >= n_tokens for p in global_positions):
        raise ValueError("a radius of at least 0 and positions within the sequence")


def global_local_mask(n_tokens, radius, global_positions, causal=False):
    check(n_tokens, radius, global_positions)
    mask = np.tri(n_tokens, k=radius, dtype=bool) & np.tri(n_tokens, k=radius, dtype=bool).T
    for p in global_positions:
        mask[p, :] = True
        mask[:, p] = True
    return np.tril(mask) if causal else mask


def count_visible(n_tokens, radius, global_positions, causal=False):
    check(n_tokens, radius, global_positions)
    n = n_tokens
    reach = min(radius, n - 1)
    # Diagonals of the lengths n, n - 1, ...; the lower ones and, unless causal, the upper ones.
    below = reach * n - reach * (reach + 1) // 2
    total = n + below * (1 if causal else 2)
    for p in global_positions:
        # What row and column add outside the band.
        left, right = max(p - reach, 0), max(n - 1 - p - reach, 0)
        total += left + right if causal else 2 * (left + right)
    # A pair of global tokens outside the band was added by the row of one and by the column of the other.
    for p in global_positions:
        total -= sum(p - other > reach for other in global_positions) * (1 if causal else 2)
    return total


def global_local_attention(q, k, v, radius, global_positions, causal=False):
    n = q.shape[-2]
    check(n, radius, global_positions)
    scale = q.shape[-1] ** -0.5
    is_global = np.isin(np.arange(n), global_positions)
    peak = np.full(q.shape[:-1], -np.inf)
    total, output = np.zeros_like(peak), np.zeros_like(v)

    def take(queries, keys, hidden):
        """Let a slice of queries see one key each."""
        logits = (q[..., queries, :] * k[..., keys, :]).sum(-1) * scale
        logits[..., hidden] = -np.inf
        old = peak[..., queries]
        new = np.maximum(old, logits)
        anchor = np.where(np.isfinite(new), new, 0)
        grown, weight = np.exp(old - anchor), np.exp(logits - anchor)
        peak[..., queries] = new
        total[..., queries] = total[..., queries] * grown + weight
        output[..., queries, :] = output[..., queries, :] * grown[..., None] + weight[..., None] * v[..., keys, :]

    for shift in range(min(radius, n - 1) + 1):
        late, early = slice(shift, n), slice(0, n - shift)
        take(late, early, is_global[early])
        if shift and not causal:
            take(early, late, is_global[late])
    for p in global_positions:
        take(slice(None), slice(p, p + 1), (np.arange(n) < p) & causal)
    output /= np.where(total == 0, 1, total)[..., None]
    for p in global_positions:
        stop = p + 1 if causal else n
        logits = (k[..., :stop, :] @ q[..., p, :, None])[..., 0] * scale
        weights = np.exp(logits - logits.max(-1, keepdims=True))
        output[..., p, :] = (weights[..., None, :] @ v[..., :stop, :])[..., 0, :] / weights.sum(-1, keepdims=True)
    return output
