"""Numerators and denominators of the blocks are added up, each relative to the maximum of its own block: before they
are added, both have to be brought to one maximum.

caught by: test_average_over_all_blocks
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
    total, denominator = 0.0, 0.0
    for i in range(n_blocks):
        logits, values = read(i)
        m, z = block_statistics(logits)
        shift = np.where(np.isneginf(m), 0, m)
        total = total + np.exp(logits - shift[:, None]) @ values
        denominator = denominator + z[:, None]
    return total / np.where(denominator == 0, 1, denominator)
