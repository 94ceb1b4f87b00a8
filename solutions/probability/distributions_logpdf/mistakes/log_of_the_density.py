"""Factorials, coefficients or whole densities are computed before their logarithms, and overflow or vanish on the way: write each
formula in logarithms, with lgamma for log x!.

caught by: test_thousands
"""

import math

import numpy as np


def _log(values):
    with np.errstate(divide="ignore"):
        return np.log(np.array(values, dtype=float))


def bernoulli(x, p):
    return _log([p if v == 1 else 1 - p if v == 0 else 0.0 for v in x])


def binomial(x, n, p):
    return _log([math.comb(n, int(v)) * p**v * (1 - p) ** (n - v) if 0 <= v <= n and v == int(v) else 0.0 for v in x])


def poisson(x, rate):
    return _log([rate**v * math.exp(-rate) / math.factorial(int(v)) if v >= 0 and v == int(v) else 0.0 for v in x])


def uniform(x, low, high):
    return _log([1 / (high - low) if low <= v <= high else 0.0 for v in x])


def exponential(x, rate):
    return _log([rate * math.exp(-rate * v) if v >= 0 else 0.0 for v in x])


def gaussian(x, mean, std):
    return _log(np.exp(-0.5 * ((x - mean) / std) ** 2) / (std * np.sqrt(2 * np.pi)))
