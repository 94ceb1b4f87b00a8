"""The maximum is that of the whole block: rows don't influence each other, and one that lies far below the others would
underflow.

caught by: test_statistics_of_each_row
"""

import numpy as np


def block_statistics(logits):
    if logits.shape[-1] == 0:
        return np.full(logits.shape[:-1], -np.inf, logits.dtype), np.zeros(logits.shape[:-1], logits.dtype)
    m = np.full(logits.shape[:-1], logits.max(), dtype=logits.dtype)
    shift = np.where(np.isneginf(m), 0, m)
    return m, np.exp(logits - shift[..., None]).sum(axis=-1)


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
        part = np.exp(logits - shift[:, None]) @ values
        if total is None:
            m, z, total = block_m, block_z, part
            continue
        new_m, z = merge_statistics((m, z), (block_m, block_z))
        shift = np.where(np.isneginf(new_m), 0, new_m)
        total = total * np.exp(m - shift)[:, None] + part * np.exp(block_m - shift)[:, None]
        m = new_m
    return total / np.where(z == 0, 1, z)[:, None]
