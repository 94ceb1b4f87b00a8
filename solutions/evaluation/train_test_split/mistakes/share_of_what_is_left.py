"""The validation share is taken of the rows that are left when the test set is gone, as with two calls of
train_test_split: both shares are of all rows.

caught by: test_sizes
"""

import math

import numpy as np


def split_sizes(n, validation, test):
    if validation < 0 or test < 0:
        raise ValueError("shares must not be negative")
    n_test = math.floor(n * test + 0.5)
    n_val = math.floor((n - n_test) * validation + 0.5)
    if n - n_test - n_val < 1:
        raise ValueError("no training rows")
    return n - n_test - n_val, n_val, n_test


def random_split(n, validation, test, rng):
    a, b, _ = split_sizes(n, validation, test)
    idx = rng.permutation(n)
    return np.sort(idx[:a]), np.sort(idx[a : a + b]), np.sort(idx[a + b :])


def stratified_split(y, validation, test, rng):
    parts = [[], [], []]
    for c in np.unique(y):
        idx = np.where(y == c)[0]
        rng.shuffle(idx)
        a, b, _ = split_sizes(len(idx), validation, test)
        parts[0] += idx[:a].tolist()
        parts[1] += idx[a : a + b].tolist()
        parts[2] += idx[a + b :].tolist()
    return tuple(np.array(sorted(p), dtype=int) for p in parts)
