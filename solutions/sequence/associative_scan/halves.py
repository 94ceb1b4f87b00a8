"""Blocks of doubling size: the last entry of each left half is joined to all of the right half, by index arrays."""

import numpy as np


def combine_steps(left, right):
    (a1, b1), (a2, b2) = left, right
    return np.multiply(a1, a2), np.add(np.multiply(a2, b1), b2)


def associative_scan(combine, elements):
    rows = [np.array(x) for x in elements]
    position = np.arange(len(rows[0]))
    bit = 1
    while bit < len(position):
        right = position[(position & bit) > 0]
        left = (right // bit) * bit - 1
        for row, joined in zip(rows, combine([x[left] for x in rows], [x[right] for x in rows]), strict=True):
            row[right] = joined
        bit <<= 1
    return tuple(rows)


def linear_recurrence(a, b, h0=None):
    start = np.zeros(a.shape[1]) if h0 is None else h0
    # The state before the first step is an element that forgets all before it.
    a, b = np.vstack([np.zeros_like(start), a]), np.vstack([start, b])
    return associative_scan(combine_steps, (a, b))[1][1:]
