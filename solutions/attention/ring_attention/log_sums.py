"""Averages and logarithms of sums in place of the three statistics, converted at the border."""

import numpy as np


def absorb(statistics, q, k, v, mask=None):
    m, z, total = statistics
    logits = np.einsum("tf,sf->ts", q, k) / np.sqrt(q.shape[-1]).astype(q.dtype)
    if mask is not None:
        logits[~mask] = -np.inf
    block_m = logits.max(axis=1)
    usable = np.isfinite(block_m)
    p = np.exp(logits - np.where(usable, block_m, 0)[:, None])
    new = np.maximum(m, block_m)
    with np.errstate(invalid="ignore"):
        old, fresh = np.exp(m - new), np.exp(block_m - new)
    old, fresh = np.nan_to_num(old), np.nan_to_num(fresh)
    return new, z * old + p.sum(axis=1) * fresh, total * old[:, None] + (p @ v) * fresh[:, None]


def ring_attention(q, k, v, causal=False):
    n = len(q)
    position = np.split(np.arange(sum(map(len, q))), np.cumsum([len(block) for block in q])[:-1])
    travelling = list(zip(position, k, v, strict=True))
    state = [
        [np.full(len(b), -np.inf, b.dtype), np.zeros(len(b), b.dtype), np.zeros((len(b), v[0].shape[1]), b.dtype)]
        for b in q
    ]
    sent, skipped = 0, 0
    for s in range(n):
        for r in range(n):
            where, keys, values = travelling[r]
            if causal and where[0] > position[r][-1]:
                skipped += 1
            else:
                mask = where[None] <= position[r][:, None] if causal else None
                state[r] = absorb(state[r], q[r], keys, values, mask)
        if s < n - 1:
            sent += sum(keys.nbytes + values.nbytes for _, keys, values in travelling)
            travelling = travelling[-1:] + travelling[:-1]
    return [total / z[:, None] for _, z, total in state], sent, skipped
