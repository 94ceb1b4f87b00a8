"""The blocks travel the wrong way: rank r takes those of rank r + 1, while the block that it believes to have, and masks by, is
(r - s) mod R. Each rank takes what the rank before it had.

caught by: test_causal_queries_see_the_past
"""

import numpy as np


def absorb(statistics, q, k, v, mask=None):
    m, z, total = statistics
    logits = q @ k.T / np.sqrt(q.shape[-1]).astype(q.dtype)
    if mask is not None:
        logits = np.where(mask, logits, -np.inf)
    m_new = np.maximum(m, logits.max(axis=-1))
    safe = np.where(np.isinf(m_new), 0, m_new)
    p = np.exp(logits - safe[:, None])
    alpha = np.exp(m - safe)
    return m_new, alpha * z + p.sum(axis=-1), alpha[:, None] * total + p @ v


def ring_attention(q, k, v, causal=False):
    R = len(q)
    state = []
    for r in range(R):
        T, D = len(q[r]), v[r].shape[1]
        state.append((np.full(T, -np.inf, q[r].dtype), np.zeros(T, q[r].dtype), np.zeros((T, D), q[r].dtype)))
    keys, values = list(k), list(v)
    starts = np.cumsum([0] + [len(block) for block in k])
    sent = skipped = 0
    for step in range(R):
        for r in range(R):
            src = (r - step) % R
            if causal and src > r:
                skipped += 1
                continue
            mask = None
            if causal:
                here = starts[src] + np.arange(len(keys[r]))
                mask = here[None, :] <= starts[r] + np.arange(len(q[r]))[:, None]
            state[r] = absorb(state[r], q[r], keys[r], values[r], mask)
        if step < R - 1:
            sent += sum(a.nbytes + b.nbytes for a, b in zip(keys, values, strict=True))
            keys = keys[1:] + keys[:1]
            values = values[1:] + values[:1]
    return [total / z[:, None] for m, z, total in state], sent, skipped
