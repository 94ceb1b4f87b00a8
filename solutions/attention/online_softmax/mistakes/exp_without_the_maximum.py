"""exp is taken of the logits as they are, and brought to the maximum only afterwards: logits of a thousand have
overflowed by then, and those far below 0 have underflowed. Subtract it first.

caught by: test_statistics_of_each_row
"""

import numpy as np


def block_statistics(logits):
    if logits.shape[-1] == 0:
        return np.full(logits.shape[:-1], -np.inf, logits.dtype), np.zeros(logits.shape[:-1], logits.dtype)
    m = logits.max(axis=-1)
    shift = np.where(np.isneginf(m), 0, m)
    return m, np.exp(logits).sum(axis=-1) * np.exp(-shift)


def merge_statistics(first, second):
    m_a, z_a = first
    m_b, z_b = second
    m = np.maximum(m_a, m_b)
    shift = np.where(np.isneginf(m), 0, m)
    return m, z_a * np.exp(m_a - shift) + z_b * np.exp(m_b - shift)


def streamed_average(read, n_blocks):
    m = z = total = None
    for i in range(n_blocks):
        logits, values = read(i)
        block_m, block_z = block_statistics(logits)
        shift = np.where(np.isneginf(block_m), 0, block_m)
        part = np.exp(logits) @ values * np.exp(-shift)[:, None]
        if total is None:
            m, z, total = block_m, block_z, part
            continue
        new_m, z = merge_statistics((m, z), (block_m, block_z))
        shift = np.where(np.isneginf(new_m), 0, new_m)
        total = total * np.exp(m - shift)[:, None] + part * np.exp(block_m - shift)[:, None]
        m = new_m
    return total / np.where(z == 0, 1, z)[:, None]
