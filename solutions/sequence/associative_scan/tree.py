"""Pairs are joined, the row of pairs is scanned by recursion, the places between are filled in: 2 log2 T calls."""

import numpy as np


def combine_steps(left, right):
    return left[0] * right[0], right[1] + right[0] * left[1]


def associative_scan(combine, elements):
    n = len(elements[0])
    if n == 1:
        return elements
    pairs = combine([x[0 : n - 1 : 2] for x in elements], [x[1::2] for x in elements])
    odd = associative_scan(combine, pairs)
    result = [np.empty_like(x) for x in elements]
    for out, x, o in zip(result, elements, odd, strict=True):
        out[0] = x[0]
        out[1::2] = o
    if n > 2:
        count = (n - 1) // 2
        even = combine([o[:count] for o in odd], [x[2::2] for x in elements])
        for out, e in zip(result, even, strict=True):
            out[2::2] = e
    return tuple(result)


def linear_recurrence(a, b, h0=None):
    if h0 is not None:
        b = b.copy()
        b[0] += a[0] * h0
    return associative_scan(combine_steps, (a, b))[1]
