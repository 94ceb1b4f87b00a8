"""a and b are taken for successes and failures seen before, which makes (k + a) / (n + a + b), the posterior's mean: its mode
has a - 1 and b - 1.

caught by: test_the_map_estimate
"""

import math


def mle(k, n):
    if n <= 0:
        raise ValueError("need at least one observation")
    if not (0 <= k <= n):
        raise ValueError("k out of range")
    return k / n


def map_estimate(k, n, a, b):
    if not (0 <= k <= n) or a <= 0 or b <= 0:
        raise ValueError("invalid input")
    return (k + a) / (n + a + b)


def log_likelihood(p, k, n):
    if p == 0:
        return 0.0 if k == 0 else -math.inf
    if p == 1:
        return 0.0 if k == n else -math.inf
    return k * math.log(p) + (n - k) * math.log(1 - p)
