"""Tokens are drawn for one row, or for a batch of them: with more axes in front each item of the first is taken for a row. Flatten
all axes but the last, draw, and give the tokens the shape of those axes.

caught by: test_there_is_a_token_for_each_row
"""

import numpy as np


def temperature_probs(logits, temperature):
    if temperature < 0:
        raise ValueError("temperature must be non-negative")
    if temperature == 0:
        probs = np.zeros(logits.shape)
        np.put_along_axis(probs, logits.argmax(axis=-1)[..., None], 1.0, axis=-1)
        return probs
    exp = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return exp / exp.sum(axis=-1, keepdims=True)


def sample_tokens(logits, temperature, rng):
    probs = temperature_probs(logits, temperature)
    if probs.ndim == 1:
        return int(np.searchsorted(np.cumsum(probs), rng.random(), side="right"))
    return np.array([np.searchsorted(np.cumsum(row), rng.random(), side="right") for row in probs])
