"""The best split comes back even if its gain is below 0: then the node stays a leaf, and the result is None.

caught by: test_no_split_is_worth_its_price
"""

import numpy as np


def leaf_weight(g, h, lam):
    return -g.sum() / (h.sum() + lam)


def split_gain(g, h, left, lam, gamma):
    def score(G, H):
        return G * G / (H + lam)

    right = ~left
    return (
        0.5 * (score(g[left].sum(), h[left].sum()) + score(g[right].sum(), h[right].sum()) - score(g.sum(), h.sum()))
        - gamma
    )


def xgboost_split(X, g, h, lam, gamma, min_child_weight):
    best, best_gain = None, -np.inf
    for j in range(X.shape[1]):
        values = np.unique(X[:, j])
        for t in (values[:-1] + values[1:]) / 2:
            left = X[:, j] <= t
            if h[left].sum() < min_child_weight or h[~left].sum() < min_child_weight:
                continue
            gain = split_gain(g, h, left, lam, gamma)
            if gain > best_gain + 1e-12:
                best, best_gain = (j, float(t), float(gain)), gain
    return best
