"""A loop over rows that adds the likeliest tokens to a set until it holds p; draws by choice."""

import numpy as np


def nucleus(row, p):
    weights = np.exp(row - row.max())
    probs = (weights / weights.sum()).tolist()
    kept, total = set(), 0.0
    for token in sorted(range(len(probs)), key=lambda token: -probs[token]):
        kept.add(token)
        total += probs[token]
        if total >= p:
            break
    return kept


def nucleus_filter(logits, p):
    if p <= 0 or p > 1:
        raise ValueError("p must be in (0, 1]")
    if p == 1:
        return np.array(logits)
    rows = [
        [value if token in kept else -np.inf for token, value in enumerate(row)]
        for row in logits.reshape(-1, logits.shape[-1])
        for kept in [nucleus(row, p)]
    ]
    return np.array(rows, dtype=np.float64).reshape(logits.shape)


def sample_nucleus(logits, p, temperature, rng):
    rows = nucleus_filter(logits / temperature, p).reshape(-1, logits.shape[-1])
    tokens = []
    for row in rows:
        weights = np.exp(row - row.max())
        tokens.append(rng.choice(len(row), p=weights / weights.sum()))
    return np.array(tokens).reshape(logits.shape[:-1])
