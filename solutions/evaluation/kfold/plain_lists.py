"""Lists and slices: what is left of a line when a piece is cut out of it. Classes are sorted by random keys."""

import numpy as np


def kfold(n, k, rng):
    if not (1 < k <= n):
        raise ValueError(k)
    order = list(range(n))
    if rng is not None:
        rng.shuffle(order)
    result, start = [], 0
    for i in range(k):
        stop = start + n // k + (1 if i < n % k else 0)
        train = sorted(order[:start] + order[stop:])
        result.append((np.array(train), np.array(sorted(order[start:stop]))))
        start = stop
    return result


def stratified_kfold(y, k, rng):
    labels = y.tolist()
    if k < 2 or any(labels.count(c) < k for c in labels):
        raise ValueError(k)
    keys = rng.random(len(labels))
    line = sorted(range(len(labels)), key=lambda i: (labels[i], keys[i]))
    folds = [sorted(line[i] for i in range(len(line)) if i % k == f) for f in range(k)]
    return [(np.array([i for i in range(len(labels)) if i not in fold]), np.array(fold)) for fold in folds]


def leave_one_out(n):
    return [(np.delete(np.arange(n), i), np.array([i])) for i in range(n)]
