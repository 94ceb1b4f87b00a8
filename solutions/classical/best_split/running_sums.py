"""One sort of each feature: sums over the left side by cumulative sums, all thresholds at once."""

import numpy as np


def moments(y, weights, criterion):
    if criterion == "gini":
        member = (y[:, None] == np.unique(y)).astype(float)
        return weights[:, None] * member
    if criterion == "squared_error":
        return np.stack([weights, weights * y, weights * y * y], axis=1)
    raise ValueError(criterion)


def total_impurity(sums, criterion):  # times the sum of weights
    if criterion == "gini":
        w = sums.sum(axis=-1)
        return w - (sums**2).sum(axis=-1) / w
    return sums[..., 2] - sums[..., 1] ** 2 / sums[..., 0]


def impurity(y, weights, criterion):
    shift = y.mean() if criterion == "squared_error" else 0
    return float(total_impurity(moments(y - shift, weights, criterion).sum(axis=0), criterion) / weights.sum())


def best_split(X, y, weights, criterion):
    shift = y.mean() if criterion == "squared_error" else 0
    rows = moments(y - shift, weights, criterion)
    whole = total_impurity(rows.sum(axis=0), criterion)
    found = []
    for j, x in enumerate(X.T):
        order = np.argsort(x, kind="stable")
        left = rows[order].cumsum(axis=0)[:-1]
        cut = np.flatnonzero(np.diff(x[order]) > 0)
        cost = total_impurity(left[cut], criterion) + total_impurity(rows.sum(axis=0) - left[cut], criterion)
        for i, c in zip(cut, cost, strict=True):
            found.append((j, float(x[order][i] + x[order][i + 1]) / 2, float((whole - c) / weights.sum())))
    if not found:
        return None
    top = max(gain for _, _, gain in found)
    return next(split for split in found if split[2] >= top - 1e-12)
