"""Number by number: probabilities are taken from u until it is used up."""

import math

import numpy as np


def exponential_quantile(u, rate):
    return np.array([-math.log1p(-value) / rate for value in u.tolist()])


def discrete_quantile(u, probabilities):
    found = []
    for value in u.tolist():
        cumulative = 0.0
        outcome = 0
        for k, p in enumerate(probabilities.tolist()):
            if p == 0:
                continue
            outcome = k
            cumulative += p
            if value < cumulative:
                break
        found.append(outcome)
    return np.array(found)


def draw(quantile, size, rng):
    sizes = [100] * (size // 100) + [size % 100]
    return np.concatenate([quantile(rng.random(n)) for n in sizes if n])
