"""Each row is given the number of its fold; masks make the splits."""

import numpy as np


def by_number(fold, k):
    return [(np.flatnonzero(fold != i), np.flatnonzero(fold == i)) for i in range(k)]


def kfold(n, k, rng):
    if k < 2 or k > n:
        raise ValueError("k has to be from 2 to n")
    sizes = np.full(k, n // k)
    sizes[: n % k] += 1
    fold = np.repeat(np.arange(k), sizes)
    if rng is not None:
        rng.shuffle(fold)
    return by_number(fold, k)


def stratified_kfold(y, k, rng):
    if k < 2 or min(np.sum(y == c) for c in set(y.tolist())) < k:
        raise ValueError("k has to be from 2 to the size of the rarest class")
    fold = np.empty(len(y), dtype=int)
    dealt = 0
    for c in sorted(set(y.tolist()), reverse=True):
        rows = np.nonzero(y == c)[0]
        rng.shuffle(rows)
        fold[rows] = (dealt + np.arange(len(rows))) % k
        dealt += len(rows)
    return by_number(fold, k)


def leave_one_out(n):
    return by_number(np.arange(n), n)
