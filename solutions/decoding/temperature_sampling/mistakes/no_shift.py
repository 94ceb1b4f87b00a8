"""exp is taken of the logits as they are: at small temperatures it overflows, and inf / inf is nan. Subtract the largest
logit of the row first, which changes no probability.

caught by: test_large_logits_and_small_temperatures
"""

import numpy as np


def temperature_probs(logits, temperature):
    if temperature < 0:
        raise ValueError("temperature must be non-negative")
    if temperature == 0:
        probs = np.zeros(logits.shape)
        np.put_along_axis(probs, logits.argmax(-1)[..., None], 1.0, axis=-1)
        return probs
    exp = np.exp(logits / temperature)
    return exp / exp.sum(axis=-1, keepdims=True)


def sample_tokens(logits, temperature, rng):
    probs = temperature_probs(logits, temperature)
    flat = probs.reshape(-1, probs.shape[-1])
    tokens = np.array([rng.choice(flat.shape[1], p=row) for row in flat])
    return tokens.reshape(probs.shape[:-1])
