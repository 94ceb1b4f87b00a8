"""The scan takes its elements for pairs (a, b), the steps of a recurrence: it is to scan whatever combine joins, tuples of any
number of arrays, matrices as well.

caught by: test_matrices_keep_their_order
"""

import numpy as np


def combine_steps(left, right):
    a1, b1 = left
    a2, b2 = right
    return a1 * a2, a2 * b1 + b2


def associative_scan(combine, elements):
    a, b = elements
    a, b = a.copy(), b.copy()
    d = 1
    while d < len(a):
        b[d:] = a[d:] * b[:-d] + b[d:]
        a[d:] = a[d:] * a[:-d]
        d *= 2
    return a, b


def linear_recurrence(a, b, h0=None):
    A, B = associative_scan(combine_steps, (a, b))
    return B if h0 is None else A * h0 + B
