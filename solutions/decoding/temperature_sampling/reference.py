"""Temperature sampling by the inverse of the cumulative sums.

Why it works: the cumulative sums of a row cut [0, 1] into pieces as long as the probabilities, and a uniform number
falls into each of them as often as it is long. The largest logit is subtracted before the division, so that the
largest exponent is 0 at every temperature.
"""

import numpy as np


def temperature_probs(logits, temperature):
    if temperature < 0:
        raise ValueError(f"the temperature must be at least 0, got {temperature}")
    if temperature == 0:
        return (np.arange(logits.shape[-1]) == logits.argmax(axis=-1, keepdims=True)).astype(np.float64)
    weights = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return weights / weights.sum(axis=-1, keepdims=True)


def sample_tokens(logits, temperature, rng):
    sums = temperature_probs(logits, temperature).cumsum(axis=-1)
    u = rng.random((*sums.shape[:-1], 1)) * sums[..., -1:]
    return (sums <= u).sum(axis=-1)
