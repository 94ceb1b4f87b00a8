"""The score has no half, as the gains that the xgboost library prints: in the paper a leaf lowers the objective by
G^2 / (2 (H + lam)).

caught by: test_the_gain_of_a_split
"""

import numpy as np


def leaf_weight(g, h, lam):
    return -np.sum(g) / (np.sum(h) + lam)


def split_gain(g, h, left, lam, gamma):
    GL, HL = g[left].sum(), h[left].sum()
    GR, HR = g[~left].sum(), h[~left].sum()
    return GL**2 / (HL + lam) + GR**2 / (HR + lam) - (GL + GR) ** 2 / (HL + HR + lam) - gamma


def xgboost_split(X, g, h, lam, gamma, min_child_weight):
    best = None
    best_gain = 0
    for j in range(X.shape[1]):
        values = np.unique(X[:, j])
        for t in (values[:-1] + values[1:]) / 2:
            left = X[:, j] <= t
            if h[left].sum() < min_child_weight or h[~left].sum() < min_child_weight:
                continue
            gain = split_gain(g, h, left, lam, gamma)
            if gain > best_gain + 1e-12:
                best_gain = gain
                best = (j, float(t), float(gain))
    return best
