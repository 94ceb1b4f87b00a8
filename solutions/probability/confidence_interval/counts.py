"""A resample as a multinomial count of each sample, and positions among the sorted estimates by hand."""

import math

import numpy as np


def t_interval(x, critical):
    n = len(x)
    if n < 2:
        raise ValueError("too few")
    mean = math.fsum(x.tolist()) / n
    squares = math.fsum((value - mean) ** 2 for value in x.tolist())
    half = critical * math.sqrt(squares / (n * (n - 1)))
    return mean - half, mean + half


def bootstrap_means(x, n_resamples, rng):
    n = len(x)
    counts = rng.multinomial(n, np.full(n, 1 / n), size=n_resamples)
    return counts @ x / n


def percentile_interval(estimates, level):
    if level <= 0 or level >= 1:
        raise ValueError("not a level")
    in_order = np.sort(estimates)
    tail = (1 - level) / 2
    positions = np.array([tail, 1 - tail]) * (len(in_order) - 1)
    low, high = np.interp(positions, np.arange(len(in_order)), in_order)
    return float(low), float(high)
