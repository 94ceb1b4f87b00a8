"""The leaf and the score divide by the number of rows, as boosting on residuals does: here every row counts with its
second derivative, and H is their sum.

caught by: test_the_gain_of_a_split
"""

import numpy as np


def leaf_weight(g, h, lam):
    return -g.sum() / (len(g) + lam)


def split_gain(g, h, left, lam, gamma):
    def score(rows):
        return 0.5 * g[rows].sum() ** 2 / (rows.sum() + lam)

    return score(left) + score(~left) - score(np.ones(len(g), dtype=bool)) - gamma


def xgboost_split(X, g, h, lam, gamma, min_child_weight):
    best = None
    for j in range(X.shape[1]):
        values = np.unique(X[:, j])
        for t in (values[:-1] + values[1:]) / 2:
            left = X[:, j] <= t
            if min(h[left].sum(), h[~left].sum()) < min_child_weight:
                continue
            gain = split_gain(g, h, left, lam, gamma)
            if gain > 0 and (best is None or gain > best[2] + 1e-12):
                best = (j, t, gain)
    return best
