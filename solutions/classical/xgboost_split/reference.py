"""XGBoost's split by trying every midpoint.

Why it works: to second order, a leaf's objective is a parabola in its value, lowest at -G / (H + lam) and G^2 / (2 (H
+ lam)) deep. So sums over the two sides are all that a split is judged by. Going through features and thresholds in
order, only a better split takes the place of the best so far, which is the tie rule.
"""

import numpy as np


def leaf_weight(g, h, lam):
    return float(-g.sum() / (h.sum() + lam))


def score(g, h, lam):
    return g.sum() ** 2 / (2 * (h.sum() + lam))


def split_gain(g, h, left, lam, gamma):
    children = score(g[left], h[left], lam) + score(g[~left], h[~left], lam)
    return float(children - score(g, h, lam) - gamma)


def xgboost_split(X, g, h, lam, gamma, min_child_weight):
    best = None
    for feature in range(X.shape[1]):
        values = np.unique(X[:, feature])
        for threshold in (values[:-1] + values[1:]) / 2:
            left = X[:, feature] <= threshold
            if h[left].sum() < min_child_weight or h[~left].sum() < min_child_weight:
                continue
            gain = split_gain(g, h, left, lam, gamma)
            if gain > (0 if best is None else best[2] + 1e-12):
                best = feature, float(threshold), gain
    return best
