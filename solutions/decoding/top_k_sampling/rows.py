"""A Python loop over the rows, which keeps what is at least the k-th of the sorted row; draws by choice."""

import numpy as np


def kept(row, k):
    threshold = sorted(row.tolist(), reverse=True)[:k][-1]
    return [value if value >= threshold else -np.inf for value in row.tolist()]


def top_k_filter(logits, k):
    if k < 1:
        raise ValueError("k must be positive")
    rows = [kept(row, k) for row in logits.reshape(-1, logits.shape[-1])]
    return np.array(rows, dtype=np.float64).reshape(logits.shape)


def sample_top_k(logits, k, temperature, rng):
    rows = top_k_filter(logits, k).reshape(-1, logits.shape[-1])
    tokens = []
    for row in rows:
        weights = np.exp((row - row.max()) / temperature)
        tokens.append(rng.choice(len(row), p=weights / weights.sum()))
    return np.array(tokens).reshape(logits.shape[:-1])
