"""The largest logit and the sum are taken over the whole array: with several sequences the probabilities of all of them
together sum to 1. Each row is a law of its own, along the last axis.

caught by: test_every_row_is_a_law_of_its_own
"""

import numpy as np


def temperature_probs(logits, temperature):
    if temperature < 0:
        raise ValueError("temperature must be non-negative")
    if temperature == 0:
        probs = np.zeros_like(logits)
        probs.flat[np.argmax(logits)] = 1.0
        return probs
    exp = np.exp((logits - np.max(logits)) / temperature)
    return exp / np.sum(exp)


def sample_tokens(logits, temperature, rng):
    if temperature < 0:
        raise ValueError("temperature must be non-negative")
    rows = logits.reshape(-1, logits.shape[-1])
    tokens = [rng.choice(len(row), p=temperature_probs(row, temperature)) for row in rows]
    return np.array(tokens, dtype=np.int64).reshape(logits.shape[:-1])
