"""The scan by doubling distances.

Why it works: before the round of distance d, entry t holds the join of the d elements that end at t (or of all, if
there are fewer). Joined with entry t - d, it holds 2d of them. The grouping is another one than step by step, which
associativity allows, and the order is the same.
"""

import numpy as np


def combine_steps(left, right):
    a1, b1 = left
    a2, b2 = right
    return a2 * a1, a2 * b1 + b2


def associative_scan(combine, elements):
    steps = len(elements[0])
    distance = 1
    while distance < steps:
        joined = combine(tuple(x[:-distance] for x in elements), tuple(x[distance:] for x in elements))
        elements = tuple(np.concatenate([x[:distance], y]) for x, y in zip(elements, joined, strict=True))
        distance *= 2
    return elements


def linear_recurrence(a, b, h0=None):
    products, states = associative_scan(combine_steps, (a, b))
    return states if h0 is None else products * h0 + states
