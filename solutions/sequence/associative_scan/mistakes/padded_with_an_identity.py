"""The front is padded with (1, 0), the step that changes nothing: that is the identity of recurrences, and combine may join things
that have none or another one, as matrices.

caught by: test_matrices_keep_their_order
"""

import numpy as np


def combine_steps(left, right):
    a1, b1 = left
    a2, b2 = right
    return a1 * a2, a2 * b1 + b2


def associative_scan(combine, elements):
    T = len(elements[0])
    out = tuple(np.array(e) for e in elements)
    d = 1
    while d < T:
        shifted = []
        for i, e in enumerate(out):
            pad = np.ones((d, *e.shape[1:])) if i == 0 else np.zeros((d, *e.shape[1:]))
            shifted.append(np.concatenate([pad, e[:-d]]))
        out = combine(tuple(shifted), out)
        d *= 2
    return out


def linear_recurrence(a, b, h0=None):
    A, B = associative_scan(combine_steps, (a, b))
    return B if h0 is None else A * h0 + B
