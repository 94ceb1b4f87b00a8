"""The averages of the blocks are averaged with equal weights: a block weighs as
much as its share of the sum of exponentials.

caught by: test_average_over_all_blocks
"""

import numpy as np


def anchor(m):
    return np.where(m == -np.inf, 0, m)


def block_statistics(logits):
    m = logits.max(axis=-1, initial=-np.inf)
    return m, np.exp(logits - anchor(m)[..., None]).sum(axis=-1)


def merge_statistics(first, second):
    (m_a, z_a), (m_b, z_b) = first, second
    m = np.maximum(m_a, m_b)
    return m, z_a * np.exp(m_a - anchor(m)) + z_b * np.exp(m_b - anchor(m))


def streamed_average(read, n_blocks):
    averages = []
    for i in range(n_blocks):
        logits, values = read(i)
        m, z = block_statistics(logits)
        averages.append(np.exp(logits - anchor(m)[:, None]) @ values / np.maximum(z, 1)[:, None])
    return np.mean(averages, axis=0)
