"""Each row is marked 0, 1 or 2, and the marks are shuffled."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np


def whole(x):
    return int(Decimal(x).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def split_sizes(n, validation, test):
    if min(validation, test) < 0:
        raise ValueError("negative share")
    v, t = whole(n * validation), whole(n * test)
    if n - v - t < 1:
        raise ValueError("nothing left")
    return n - v - t, v, t


def marks(n, validation, test, rng):
    result = np.repeat([0, 1, 2], split_sizes(n, validation, test))
    rng.shuffle(result)
    return result


def by_mark(mark):
    return tuple(np.flatnonzero(mark == i) for i in range(3))


def random_split(n, validation, test, rng):
    return by_mark(marks(n, validation, test, rng))


def stratified_split(y, validation, test, rng):
    mark = np.empty(len(y), dtype=int)
    for c in set(y.tolist()):
        mark[y == c] = marks(int((y == c).sum()), validation, test, rng)
    return by_mark(mark)
