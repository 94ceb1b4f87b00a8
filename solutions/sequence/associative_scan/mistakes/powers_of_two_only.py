"""Where the number of elements is no power of two, the last ones, or what they need, are left out: there are ceil(log2 T) rounds,
rounded up.

caught by: test_any_number_of_elements
"""

import numpy as np


def combine_steps(left, right):
    a1, b1 = left
    a2, b2 = right
    return a2 * a1, a2 * b1 + b2


def associative_scan(combine, elements):
    n = elements[0].shape[0]
    levels = int(np.log2(n))
    out = [np.array(e) for e in elements]
    for level in range(levels):
        d = 2**level
        new = combine([e[:-d] for e in out], [e[d:] for e in out])
        out = [np.concatenate([e[:d], v]) for e, v in zip(out, new)]
    return tuple(out)


def linear_recurrence(a, b, h0=None):
    n = len(a)
    size = 1
    while size < n:
        size *= 2
    pad = ((0, size - n), (0, 0))
    A, B = associative_scan(combine_steps, (np.pad(a, pad, constant_values=1.0), np.pad(b, pad)))
    A, B = A[:n], B[:n]
    return B if h0 is None else A * h0 + B
