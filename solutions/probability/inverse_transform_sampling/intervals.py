"""Outcomes with probability only, their sums scaled to end at 1; the exponential by its survival function."""

import numpy as np


def exponential_quantile(u, rate):
    return np.where(u < 1e-8, u + u**2 / 2, -np.log(1 - u)) / rate


def discrete_quantile(u, probabilities):
    possible = np.flatnonzero(probabilities > 0)
    ends = np.cumsum(probabilities[possible])
    ends[-1] = 1.0
    return possible[(u[:, None] < ends).argmax(axis=1)]


def draw(quantile, size, rng):
    return quantile(rng.uniform(0.0, 1.0, size=size))
