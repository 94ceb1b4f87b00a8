"""Row by row in log space: a logit stays when it is within -log(min_p) of the largest; draws by choice."""

import math

import numpy as np


def min_p_filter(logits, min_p):
    if not (min_p >= 0 and min_p <= 1):
        raise ValueError("min_p must be in [0, 1]")
    distance = -math.log(min_p) if min_p > 0 else math.inf
    rows = []
    for row in logits.reshape(-1, logits.shape[-1]).tolist():
        best = max(row)
        rows.append([value if best - value <= distance else -math.inf for value in row])
    return np.array(rows).reshape(logits.shape)


def sample_min_p(logits, min_p, temperature, rng):
    tokens = []
    for row in min_p_filter(logits, min_p).reshape(-1, logits.shape[-1]):
        weights = np.exp((row - row.max()) / temperature)
        tokens.append(rng.choice(len(row), p=weights / weights.sum()))
    return np.array(tokens).reshape(logits.shape[:-1])
