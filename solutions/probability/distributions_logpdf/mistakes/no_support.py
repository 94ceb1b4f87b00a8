"""The formulas are evaluated for every x: outside the support, where the probability or density is 0, they give nan or
something finite. Its logarithm there is -inf.

caught by: test_outside_the_support
"""

from math import lgamma

import numpy as np

gammaln = np.vectorize(lgamma)


def bernoulli(x, p):
    return x * np.log(p) + (1 - x) * np.log(1 - p)


def binomial(x, n, p):
    log_comb = gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1)
    return log_comb + x * np.log(p) + (n - x) * np.log(1 - p)


def poisson(x, rate):
    return x * np.log(rate) - rate - gammaln(x + 1)


def uniform(x, low, high):
    return np.full(len(x), -np.log(high - low))


def exponential(x, rate):
    return np.log(rate) - rate * x


def gaussian(x, mean, std):
    return -0.5 * np.log(2 * np.pi * std**2) - (x - mean) ** 2 / (2 * std**2)
