"""Shuffle once, then cut.

Why it works: in a uniformly random order every set of rows is equally likely to stand in front, so the pieces of one
line are random sets that can't share a row. Each class cut in this way has its share in every part, up to rounding.
"""

import math

import numpy as np


def split_sizes(n, validation, test):
    if validation < 0 or test < 0:
        raise ValueError(f"a share is below 0: validation {validation}, test {test}")
    n_validation, n_test = math.floor(n * validation + 0.5), math.floor(n * test + 0.5)
    if n_validation + n_test >= n:
        raise ValueError(f"of {n} rows none is left for training")
    return n - n_validation - n_test, n_validation, n_test


def cut(rows, validation, test, rng):
    n_train, n_validation, _ = split_sizes(len(rows), validation, test)
    return np.split(rng.permutation(rows), [n_train, n_train + n_validation])


def random_split(n, validation, test, rng):
    train, val, held_out = cut(np.arange(n), validation, test, rng)
    return np.sort(train), np.sort(val), np.sort(held_out)


def stratified_split(y, validation, test, rng):
    pieces = [cut(np.flatnonzero(y == c), validation, test, rng) for c in np.unique(y)]
    train, val, held_out = (np.concatenate(part) for part in zip(*pieces, strict=True))
    return np.sort(train), np.sort(val), np.sort(held_out)
