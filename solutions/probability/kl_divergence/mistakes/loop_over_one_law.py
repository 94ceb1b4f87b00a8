"""Several laws at once end in an error: a loop or an `if` over the numbers of one law isn't enough, since there may be any axes
before the last.

caught by: test_each_pair_of_laws_by_itself
"""

import math


def cross_entropy(p, q):
    total = 0.0
    for a, b in zip(p, q):
        if a > 0:
            total -= a * math.log(b) if b > 0 else -math.inf
    return total


def kl_divergence(p, q):
    total = 0.0
    for a, b in zip(p, q):
        if a > 0:
            total += a * math.log(a / b) if b > 0 else math.inf
    return max(total, 0.0)
