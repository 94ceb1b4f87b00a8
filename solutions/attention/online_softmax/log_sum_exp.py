"""One number for two: log-sum-exp, L = m + log z. Averages merge with the weights exp(L_part - L_whole)."""

import numpy as np


def block_statistics(logits):
    if logits.shape[-1] == 0:
        empty = np.zeros(logits.shape[:-1], dtype=logits.dtype)
        return empty - np.inf, empty
    m = np.amax(logits, axis=-1)
    shifted = np.where(logits == -np.inf, -np.inf, logits - np.where(np.isfinite(m), m, 0)[..., None])
    return m, np.sum(np.exp(shifted), axis=-1)


def merge_statistics(first, second):
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(first[0] < second[0], first, second)
        high = np.where(first[0] < second[0], second, first)
        factor = np.exp(low[0] - high[0])
    return high[0], high[1] + np.where(low[1] == 0, low[1], low[1] * factor)


def streamed_average(read, n_blocks):
    parts = []
    for i in reversed(range(n_blocks)):
        logits, values = read(i)
        m, z = block_statistics(logits)
        weights = np.exp(logits - np.where(np.isfinite(m), m, 0)[:, None]) / np.where(z == 0, 1, z)[:, None]
        with np.errstate(divide="ignore"):
            parts.append((m + np.log(z), weights @ values))
    whole = parts[0][0]
    for log_sum, _ in parts[1:]:
        whole = np.logaddexp(whole, log_sum)
    average = np.zeros_like(parts[0][1])
    for log_sum, part in parts:
        average += np.exp(log_sum - np.where(np.isfinite(whole), whole, 0))[:, None] * part
    return average
