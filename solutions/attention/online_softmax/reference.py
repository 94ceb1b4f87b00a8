"""Online softmax: sums of exponentials that are brought to a common maximum.

Why it works: exp(x - m) = exp(x - m_old) exp(m_old - m), so a sum that was taken relative to m_old needs one factor to
become a sum relative to m. The factor is at most 1, since the maximum only grows. The weighted sum of the values is
linear in the same exponentials and takes the same factor, which is why it stays undivided until the end.
"""

import numpy as np


def anchor(m):
    """What to subtract in the exponents: m, but 0 where nothing was seen, since -inf - (-inf) would be nan."""
    return np.where(m == -np.inf, 0, m)


def block_statistics(logits):
    m = logits.max(axis=-1, initial=-np.inf)
    return m, np.exp(logits - anchor(m)[..., None]).sum(axis=-1)


def merge_statistics(first, second):
    (m_a, z_a), (m_b, z_b) = first, second
    m = np.maximum(m_a, m_b)
    return m, z_a * np.exp(m_a - anchor(m)) + z_b * np.exp(m_b - anchor(m))


def streamed_average(read, n_blocks):
    logits, values = read(0)
    m, z = block_statistics(logits)
    total = np.exp(logits - anchor(m)[:, None]) @ values
    for i in range(1, n_blocks):
        logits, values = read(i)
        m_old = m
        m, z = merge_statistics((m, z), block_statistics(logits))
        total = total * np.exp(m_old - anchor(m))[:, None] + np.exp(logits - anchor(m)[:, None]) @ values
    # A row that saw nothing has the total 0 and z = 0. Any other z is at least 1.
    return total / np.maximum(z, 1)[:, None]
