"""The formula is written down as it stands: exp of large quotients overflows, and temperature 0 divides by 0, which both end in
nan. Subtract the largest logit of each row before dividing, and give temperature 0 a case of its own.

caught by: test_large_logits_and_small_temperatures
"""

import numpy as np


def temperature_probs(logits, temperature):
    if temperature < 0:
        raise ValueError("temperature must be non-negative")
    scaled = logits / temperature
    exp = np.exp(scaled)
    return exp / np.sum(exp, axis=-1, keepdims=True)


def sample_tokens(logits, temperature, rng):
    probs = temperature_probs(logits, temperature)
    flat = probs.reshape(-1, probs.shape[-1])
    tokens = [rng.choice(len(row), p=row) for row in flat]
    return np.array(tokens).reshape(probs.shape[:-1])
