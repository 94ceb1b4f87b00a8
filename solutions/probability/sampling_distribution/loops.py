"""One mean after another, each draw by a search in the cumulative probabilities."""

import bisect
import itertools

import numpy as np


def standard_error(x):
    n = len(x)
    if n < 2:
        raise ValueError("two numbers or more")
    mean = sum(x) / n
    return float((sum((value - mean) ** 2 for value in x) / (n * (n - 1))) ** 0.5)


def moments_of_mean(values, probabilities, n):
    mean = sum(v * p for v, p in zip(values, probabilities, strict=True))
    variance = sum(p * (v - mean) ** 2 for v, p in zip(values, probabilities, strict=True))
    return mean, (variance / n) ** 0.5


def sample_means(values, probabilities, n, n_repeats, rng):
    cumulative = list(itertools.accumulate(probabilities.tolist()))
    last = len(values) - 1
    means = []
    for _ in range(n_repeats):
        picks = [min(bisect.bisect_right(cumulative, u), last) for u in rng.random(n).tolist()]
        means.append(sum(values[k] for k in picks) / n)
    return np.array(means)
