"""All folds have n // k rows, and what is left over isn't validated by any, or by the last: the first n mod k folds
have one row more.

caught by: test_folds_in_order
"""

import numpy as np


def kfold(n, k, rng):
    if k < 2 or k > n:
        raise ValueError("k must be between 2 and n")
    indices = np.arange(n)
    if rng is not None:
        rng.shuffle(indices)
    fold_size = n // k
    splits = []
    for i in range(k):
        start = i * fold_size
        end = start + fold_size if i < k - 1 else n
        val = indices[start:end]
        train = np.concatenate([indices[:start], indices[end:]])
        splits.append((np.sort(train), np.sort(val)))
    return splits


def stratified_kfold(y, k, rng):
    classes, counts = np.unique(y, return_counts=True)
    if k < 2 or k > counts.min():
        raise ValueError("k must be between 2 and the smallest class size")
    assignment = np.empty(len(y), dtype=int)
    next_fold = 0
    for c in classes:
        for row in rng.permutation(np.where(y == c)[0]):
            assignment[row] = next_fold
            next_fold = (next_fold + 1) % k
    return [(np.where(assignment != i)[0], np.where(assignment == i)[0]) for i in range(k)]


def leave_one_out(n):
    return [(np.array([j for j in range(n) if j != i]), np.array([i])) for i in range(n)]
