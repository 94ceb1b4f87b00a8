"""Number by number with the math module, and whole counts by sums of logarithms."""

import math

import numpy as np


def times_log(count, p):
    if count == 0:
        return 0.0
    return count * math.log(p) if p > 0 else -math.inf


def log_factorial(k):
    return math.fsum(math.log(i) for i in range(2, int(k) + 1))


def each(x, one):
    return np.array([one(value) for value in x.tolist()])


def bernoulli(x, p):
    return each(x, lambda v: times_log(1, p) if v == 1 else times_log(1, 1 - p) if v == 0 else -math.inf)


def binomial(x, n, p):
    def one(k):
        if k < 0 or k > n or k % 1:
            return -math.inf
        orders = log_factorial(n) - log_factorial(k) - log_factorial(n - k)
        return orders + times_log(k, p) + times_log(n - k, 1 - p)

    return each(x, one)


def poisson(x, rate):
    return each(x, lambda k: -math.inf if k < 0 or k % 1 else k * math.log(rate) - rate - log_factorial(k))


def uniform(x, low, high):
    return each(x, lambda v: -math.log(high - low) if low <= v <= high else -math.inf)


def exponential(x, rate):
    return each(x, lambda v: math.log(rate) - rate * v if v >= 0 else -math.inf)


def gaussian(x, mean, std):
    return each(x, lambda v: -((v - mean) ** 2) / (2 * std * std) - math.log(std * math.sqrt(2 * math.pi)))
