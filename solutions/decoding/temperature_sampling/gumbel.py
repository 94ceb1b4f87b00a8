"""Draws by the Gumbel-max trick: the largest of logits / T + Gumbel noise falls on each token with its probability."""

import numpy as np


def temperature_probs(logits, temperature):
    if temperature < 0:
        raise ValueError("negative temperature")
    flat = logits.reshape(-1, logits.shape[-1])
    out = np.zeros(flat.shape)
    for row, target in zip(flat, out, strict=True):
        if temperature == 0:
            target[np.argmax(row)] = 1.0
        else:
            scaled = (row - row.max()) / temperature
            target[:] = np.exp(scaled - np.log(np.exp(scaled).sum()))
    return out.reshape(logits.shape)


def sample_tokens(logits, temperature, rng):
    if temperature < 0:
        raise ValueError("negative temperature")
    noise = rng.gumbel(size=logits.shape)
    return np.argmax(logits + temperature * noise, axis=-1)
