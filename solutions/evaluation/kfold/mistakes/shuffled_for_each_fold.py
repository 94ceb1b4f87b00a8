"""The rows are shuffled anew for each fold, so that some are validated twice and others never: the order is drawn
once for all folds.

caught by: test_shuffled_folds
"""

import numpy as np


def kfold(n, k, rng):
    if not 2 <= k <= n:
        raise ValueError("bad k")
    splits = []
    start = 0
    for i in range(k):
        size = n // k + (1 if i < n % k else 0)
        order = np.arange(n) if rng is None else rng.permutation(n)
        mask = np.zeros(n, dtype=bool)
        mask[order[start : start + size]] = True
        splits.append((np.where(~mask)[0], np.where(mask)[0]))
        start += size
    return splits


def stratified_kfold(y, k, rng):
    classes, counts = np.unique(y, return_counts=True)
    if not 2 <= k <= counts.min():
        raise ValueError("bad k")
    order = np.concatenate([rng.permutation(np.where(y == c)[0]) for c in classes])
    splits = []
    for i in range(k):
        val = np.sort(order[i::k])
        splits.append((np.setdiff1d(np.arange(len(y)), val), val))
    return splits


def leave_one_out(n):
    return [(np.delete(np.arange(n), i), np.array([i])) for i in range(n)]
