"""The exponents of the posterior are the counts plus those of the prior.

Why it works: p^x (1-p)^y with x and y above 0 has its peak at x / (x + y), by the derivative of its logarithm. An
exponent that is 0 or negative moves the peak to an end.
"""

import math


def mle(k, n):
    if n < 1 or not 0 <= k <= n:
        raise ValueError(f"{k} successes in {n} throws have no maximum likelihood")
    return k / n


def map_estimate(k, n, a, b):
    if not 0 <= k <= n or a <= 0 or b <= 0:
        raise ValueError("the counts must be from 0 to n, and a and b above 0")
    x, y = a + k - 1, b + n - k - 1
    if x <= 0 and y <= 0:
        raise ValueError("the posterior has no single mode")
    if x <= 0:
        return 0.0
    if y <= 0:
        return 1.0
    return x / (x + y)


def log_likelihood(p, k, n):
    total = 0.0
    for count, probability in ((k, p), (n - k, 1 - p)):
        if count > 0:
            total += count * math.log(probability) if probability > 0 else -math.inf
    return total
