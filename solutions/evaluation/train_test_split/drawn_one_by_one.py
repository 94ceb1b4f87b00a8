"""Rows are drawn without replacement, test first; sets and lists of Python."""

import numpy as np


def split_sizes(n, validation, test):
    if validation < 0 or test < 0:
        raise ValueError
    n_validation = int(n * validation + 0.5)
    n_test = int(n * test + 0.5)
    n_train = n - n_validation - n_test
    if n_train <= 0:
        raise ValueError
    return n_train, n_validation, n_test


def draw(rows, validation, test, rng):
    _, n_validation, n_test = split_sizes(len(rows), validation, test)
    test_rows = set(rng.choice(rows, size=n_test, replace=False).tolist())
    rest = [row for row in rows if row not in test_rows]
    validation_rows = set(rng.choice(rest, size=n_validation, replace=False).tolist())
    return [row for row in rest if row not in validation_rows], validation_rows, test_rows


def arrays(parts):
    return tuple(np.array(sorted(part), dtype=np.int64) for part in parts)


def random_split(n, validation, test, rng):
    return arrays(draw(list(range(n)), validation, test, rng))


def stratified_split(y, validation, test, rng):
    groups = {}
    for row, label in enumerate(y.tolist()):
        groups.setdefault(label, []).append(row)
    parts = [[], [], []]
    for rows in groups.values():
        for part, drawn in zip(parts, draw(rows, validation, test, rng)):
            part.extend(drawn)
    return arrays(parts)
