"""A row that may see no key ends as 0 / 0: its average is 0.

caught by: test_rows_that_see_nothing_for_a_while
"""

import numpy as np


def block_statistics(logits):
    if logits.shape[-1] == 0:
        return np.full(logits.shape[:-1], -np.inf, logits.dtype), np.zeros(logits.shape[:-1], logits.dtype)
    m = logits.max(axis=-1)
    shift = np.where(np.isneginf(m), 0, m)
    return m, np.exp(logits - shift[..., None]).sum(axis=-1)


def merge_statistics(first, second):
    m_a, z_a = first
    m_b, z_b = second
    m = np.maximum(m_a, m_b)
    shift = np.where(np.isneginf(m), 0, m)
    return m, z_a * np.exp(m_a - shift) + z_b * np.exp(m_b - shift)


def streamed_average(read, n_blocks):
    blocks = [read(i) for i in range(n_blocks)]
    logits = np.concatenate([block[0] for block in blocks], axis=1)
    values = np.concatenate([block[1] for block in blocks], axis=0)
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    weights = weights / weights.sum(axis=1, keepdims=True)
    return weights @ values
