"""Every formula in logarithms, and only where x is in the support.

Why it works: the sum of logarithms has the size of the result, while the factors that it stands for overflow or vanish.
"""

import math

import numpy as np

log_gamma = np.vectorize(math.lgamma, otypes=[float])


def times_log(count, p):
    if p == 0:
        return np.where(count > 0, -np.inf, 0.0)
    return count * np.log(p)


def inside_only(x, inside, formula):
    result = np.full(x.shape, -np.inf)
    result[inside] = formula(x[inside])
    return result


def binomial(x, n, p):
    def formula(k):
        return log_gamma(n + 1) - log_gamma(k + 1) - log_gamma(n - k + 1) + times_log(k, p) + times_log(n - k, 1 - p)

    return inside_only(x, (x >= 0) & (x <= n) & (x == np.floor(x)), formula)


def bernoulli(x, p):
    return binomial(x, 1, p)


def poisson(x, rate):
    return inside_only(x, (x >= 0) & (x == np.floor(x)), lambda k: k * np.log(rate) - rate - log_gamma(k + 1))


def uniform(x, low, high):
    return np.where((x >= low) & (x <= high), -np.log(high - low), -np.inf)


def exponential(x, rate):
    return np.where(x >= 0, np.log(rate) - rate * x, -np.inf)


def gaussian(x, mean, std):
    return -0.5 * ((x - mean) / std) ** 2 - np.log(std) - 0.5 * np.log(2 * np.pi)
