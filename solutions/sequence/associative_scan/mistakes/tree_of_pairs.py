"""Every level of the tree is halved into pairs: with an odd number of elements the last one has no partner and has to be taken
along by itself.

caught by: test_any_number_of_elements
"""

import numpy as np


def combine_steps(left, right):
    a1, b1 = left
    a2, b2 = right
    return a1 * a2, a2 * b1 + b2


def associative_scan(combine, elements):
    n = elements[0].shape[0]
    if n == 1:
        return elements
    pairs = combine(tuple(e[0::2] for e in elements), tuple(e[1::2] for e in elements))
    odd = associative_scan(combine, pairs)
    even = combine(tuple(o[:-1] for o in odd), tuple(e[2::2] for e in elements))
    result = []
    for e, o, v in zip(elements, odd, even):
        r = np.empty_like(e)
        r[0] = e[0]
        r[1::2] = o
        r[2::2] = v
        result.append(r)
    return tuple(result)


def linear_recurrence(a, b, h0=None):
    A, B = associative_scan(combine_steps, (a, b))
    return B if h0 is None else A * h0 + B
