"""Cross-validation: cut a line of rows, or deal it out.

Why it works: the folds are a partition, so each row is validated once. Dealt out like cards, k neighbours in the line
go to k different folds; in a line sorted by class every class is a run, so both classes and sizes come out even.
"""

import numpy as np


def splits_of(folds, n):
    return [(np.delete(np.arange(n), fold), np.sort(fold)) for fold in folds]


def kfold(n, k, rng):
    if not 2 <= k <= n:
        raise ValueError(f"{n} rows can't be cut into {k} folds")
    order = np.arange(n) if rng is None else rng.permutation(n)
    return splits_of(np.array_split(order, k), n)


def stratified_kfold(y, k, rng):
    classes, counts = np.unique(y, return_counts=True)
    if not 2 <= k <= counts.min():
        raise ValueError(f"a class of {counts.min()} rows can't be dealt out to {k} folds")
    line = np.concatenate([rng.permutation(np.flatnonzero(y == c)) for c in classes])
    return splits_of([line[i::k] for i in range(k)], len(y))


def leave_one_out(n):
    return splits_of(np.arange(n)[:, None], n)
