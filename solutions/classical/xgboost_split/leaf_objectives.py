"""Each leaf gets its best value first, and the objective is evaluated there, row by row."""

from itertools import pairwise

import numpy as np


def leaf_weight(g, h, lam):
    return -np.sum(g) / (np.sum(h) + lam)


def objective(g, h, lam):
    w = leaf_weight(g, h, lam)
    return np.sum(g * w + h * w**2 / 2) + lam * w**2 / 2


def split_gain(g, h, left, lam, gamma):
    return objective(g, h, lam) - objective(g[left], h[left], lam) - objective(g[~left], h[~left], lam) - gamma


def xgboost_split(X, g, h, lam, gamma, min_child_weight):
    splits = []
    for j in range(X.shape[1]):
        values = sorted(set(X[:, j].tolist()))
        for a, b in pairwise(values):
            left = X[:, j] < b
            if h[left].sum() >= min_child_weight and h[~left].sum() >= min_child_weight:
                splits.append((split_gain(g, h, left, lam, gamma), j, (a + b) / 2))
    best = max(splits, default=(0, 0, 0))[0]
    if best <= 0:
        return None
    j, t, gain = min((j, t, gain) for gain, j, t in splits if gain >= best - 1e-12)
    return j, t, gain
