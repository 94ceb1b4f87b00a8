"""The elements are padded to a power of two, and combine is handed what was padded: nothing is known about combine, and it
need not bear zeros or anything else that isn't joined from the elements. An entry without a partner waits for a later round.

caught by: test_any_number_of_elements
"""

import numpy as np


def combine_steps(left, right):
    a1, b1 = left
    a2, b2 = right
    return a1 * a2, a2 * b1 + b2


def associative_scan(combine, elements):
    T = len(elements[0])
    n = 1
    while n < T:
        n *= 2
    tree = [np.concatenate([e, np.zeros((n - T, *e.shape[1:]))]) for e in elements]

    def join(places, d):
        joined = combine(tuple(x[places - d] for x in tree), tuple(x[places] for x in tree))
        for x, y in zip(tree, joined):
            x[places] = y

    d = 1
    while d < n:
        join(np.arange(2 * d - 1, n, 2 * d), d)
        d *= 2
    d = n // 4
    while d >= 1:
        join(np.arange(3 * d - 1, n, 2 * d), d)
        d //= 2
    return tuple(x[:T] for x in tree)


def linear_recurrence(a, b, h0=None):
    A, B = associative_scan(combine_steps, (a, b))
    return B if h0 is None else A * h0 + B
