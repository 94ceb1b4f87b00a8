"""The loop runs over the outcomes of one law: of several laws it takes rows for numbers. The outcomes lie along the last axis,
and there may be any axes before it.

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
