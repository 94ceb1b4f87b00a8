"""Each row is put into a part by a random number of its own, so that the sizes are right only on average: they are
fixed by the shares.

caught by: test_random_parts
"""

import numpy as np


def split_sizes(n, validation, test):
    if validation < 0 or test < 0:
        raise ValueError("negative share")
    v = int(np.floor(n * validation + 0.5))
    t = int(np.floor(n * test + 0.5))
    if v + t >= n:
        raise ValueError("empty training set")
    return n - v - t, v, t


def random_split(n, validation, test, rng):
    split_sizes(n, validation, test)
    u = rng.random(n)
    val = np.where(u < validation)[0]
    tst = np.where((u >= validation) & (u < validation + test))[0]
    train = np.where(u >= validation + test)[0]
    return train, val, tst


def stratified_split(y, validation, test, rng):
    parts = [[], [], []]
    for c in np.unique(y):
        rows = rng.permutation(np.flatnonzero(y == c))
        n_train, n_val, _ = split_sizes(len(rows), validation, test)
        for part, piece in zip(parts, np.split(rows, [n_train, n_train + n_val])):
            part.append(piece)
    return tuple(np.sort(np.concatenate(p)) for p in parts)
