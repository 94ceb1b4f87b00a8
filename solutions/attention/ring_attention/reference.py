"""Ring attention: R rounds of an online softmax, with the blocks moved on by one rank between two of them.

Why it works: (m, z, total) of two sets of keys merge into those of both, in any order, so it doesn't matter that every
rank meets the blocks in another one.
"""

import numpy as np


def absorb(statistics, q, k, v, mask=None):
    m, z, total = statistics
    logits = q @ k.T / q.dtype.type(np.sqrt(q.shape[-1]))
    if mask is not None:
        logits = np.where(mask, logits, -np.inf)
    new = np.maximum(m, logits.max(axis=-1))
    shift = np.where(np.isfinite(new), new, 0)  # -inf - -inf would be nan
    p, old = np.exp(logits - shift[:, None]), np.exp(m - shift)
    return new, old * z + p.sum(axis=-1), old[:, None] * total + p @ v


def ring_attention(q, k, v, causal=False):
    n_ranks = len(q)
    starts = np.cumsum([0] + [len(block) for block in q])
    held = [(r, k[r], v[r]) for r in range(n_ranks)]
    statistics = [
        (
            np.full(len(block), -np.inf, block.dtype),
            np.zeros(len(block), block.dtype),
            np.zeros((len(block), v[0].shape[1]), block.dtype),
        )
        for block in q
    ]
    sent = skipped = 0
    for s in range(n_ranks):
        if s > 0:
            sent += sum(keys.nbytes + values.nbytes for _, keys, values in held)
            held = [held[r - 1] for r in range(n_ranks)]
        for r, (owner, keys, values) in enumerate(held):
            if causal and owner > r:
                skipped += 1
                continue
            mask = None
            if causal:
                positions = starts[r] + np.arange(len(q[r]))
                mask = starts[owner] + np.arange(len(keys)) <= positions[:, None]
            statistics[r] = absorb(statistics[r], q[r], keys, values, mask)
    return [total / z[:, None] for _, z, total in statistics], sent, skipped
