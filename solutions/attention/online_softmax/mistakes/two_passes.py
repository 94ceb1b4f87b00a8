"""The blocks are read twice, once for the statistics and once for the average:
both can be carried along in a single pass.

caught by: test_each_block_is_read_once
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
    m, z = block_statistics(read(0)[0])
    for i in range(1, n_blocks):
        m, z = merge_statistics((m, z), block_statistics(read(i)[0]))
    average = 0
    for i in range(n_blocks):
        logits, values = read(i)
        average = average + np.exp(logits - anchor(m)[:, None]) / np.maximum(z, 1)[:, None] @ values
    return average
