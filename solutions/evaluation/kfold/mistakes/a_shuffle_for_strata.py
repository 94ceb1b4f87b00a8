"""The rows are shuffled without a look at their classes, and a fold may have none of a rare one: each class is dealt
out to the folds by itself.

caught by: test_every_fold_has_its_share_of_each_class
"""

import numpy as np


def make(order, k):
    splits = []
    for i, fold in enumerate(np.array_split(order, k)):
        rest = np.concatenate([f for j, f in enumerate(np.array_split(order, k)) if j != i])
        splits.append((np.sort(rest), np.sort(fold)))
    return splits


def kfold(n, k, rng):
    if k < 2 or k > n:
        raise ValueError("k")
    order = np.arange(n)
    if rng is not None:
        order = rng.permutation(order)
    return make(order, k)


def stratified_kfold(y, k, rng):
    if k < 2 or k > np.unique(y, return_counts=True)[1].min():
        raise ValueError("k")
    return make(rng.permutation(len(y)), k)


def leave_one_out(n):
    return make(np.arange(n), n)
