"""Draws row by row with Generator.choice."""

import numpy as np


def temperature_probs(logits, temperature):
    if temperature < 0:
        raise ValueError("negative temperature")
    peak = np.max(logits, axis=-1, keepdims=True)
    if temperature == 0:
        first = np.cumsum(logits == peak, axis=-1) == 1
        return np.where((logits == peak) & first, 1.0, 0.0)
    powers = np.exp((logits - peak) / temperature)
    return powers / powers.sum(axis=-1, keepdims=True)


def sample_tokens(logits, temperature, rng):
    p = temperature_probs(logits, temperature)
    rows = p.reshape(-1, p.shape[-1])
    tokens = [rng.choice(len(row), p=row) for row in rows]
    return np.array(tokens, dtype=np.int64).reshape(p.shape[:-1])
