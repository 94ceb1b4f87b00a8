"""The probabilities of all throws are multiplied and the logarithm comes last: after a few thousand throws the product is 0
already. Sum the logarithms.

caught by: test_the_log_likelihood
"""

import math


def mle(k, n):
    if n == 0:
        raise ValueError("no data")
    if k < 0 or k > n:
        raise ValueError("k must be between 0 and n")
    return k / n


def map_estimate(k, n, a, b):
    if k < 0 or k > n or a <= 0 or b <= 0:
        raise ValueError("bad arguments")
    alpha = a + k
    beta = b + n - k
    if alpha > 1 and beta > 1:
        return (alpha - 1) / (alpha + beta - 2)
    if alpha == beta == 1 or (alpha < 1 and beta < 1):
        raise ValueError("no unique mode")
    return 0.0 if alpha < beta else 1.0


def log_likelihood(p, k, n):
    likelihood = p**k * (1 - p) ** (n - k)
    return math.log(likelihood) if likelihood > 0 else -math.inf
