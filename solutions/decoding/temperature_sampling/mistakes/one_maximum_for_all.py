"""The largest logit of all rows is subtracted from each: in a row far below it every exp is 0, and 0 / 0 is nan. Each row has
a maximum of its own, along the last axis.

caught by: test_large_logits_and_small_temperatures
"""

import numpy as np


def temperature_probs(logits, temperature):
    if temperature < 0:
        raise ValueError("temperature must be non-negative")
    if temperature == 0:
        probs = np.zeros(logits.shape)
        np.put_along_axis(probs, logits.argmax(axis=-1)[..., None], 1.0, axis=-1)
        return probs
    exp = np.exp((logits - np.max(logits)) / temperature)
    return exp / np.sum(exp, axis=-1, keepdims=True)


def sample_tokens(logits, temperature, rng):
    probs = temperature_probs(logits, temperature)
    sums = np.cumsum(probs, axis=-1)
    u = rng.random(probs.shape[:-1])
    return np.sum(sums < u[..., None], axis=-1)
