"""Rows are drawn with replacement, or for each part from all rows: every row is in exactly one part.

caught by: test_random_parts
"""

import numpy as np


def split_sizes(n, validation, test):
    if validation < 0 or test < 0:
        raise ValueError("negative share")
    sizes = [int(n * share + 0.5) for share in (validation, test)]
    if sum(sizes) >= n:
        raise ValueError("empty training set")
    return n - sum(sizes), sizes[0], sizes[1]


def random_split(n, validation, test, rng):
    sizes = split_sizes(n, validation, test)
    return tuple(np.sort(rng.choice(n, size, replace=False)) for size in sizes)


def stratified_split(y, validation, test, rng):
    groups = [np.flatnonzero(y == c) for c in np.unique(y)]
    parts = []
    for i in range(3):
        chosen = [rng.choice(g, split_sizes(len(g), validation, test)[i], replace=False) for g in groups]
        parts.append(np.sort(np.concatenate(chosen)))
    return tuple(parts)
