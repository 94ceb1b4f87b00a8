"""A split is tried after every row of the sorted ones, between equal values too: but rows with one value can't go to different
sides, so that the gain of such a split isn't that of any threshold.

caught by: test_equal_values_stay_together
"""

import numpy as np


def leaf_weight(g, h, lam):
    return -g.sum() / (h.sum() + lam)


def split_gain(g, h, left, lam, gamma):
    GL, HL, G, H = g[left].sum(), h[left].sum(), g.sum(), h.sum()
    return 0.5 * (GL**2 / (HL + lam) + (G - GL) ** 2 / (H - HL + lam) - G**2 / (H + lam)) - gamma


def xgboost_split(X, g, h, lam, gamma, min_child_weight):
    best, best_gain = None, 0.0
    G, H = g.sum(), h.sum()
    for j in range(X.shape[1]):
        order = np.argsort(X[:, j], kind="stable")
        GL = HL = 0.0
        for a, b in zip(order[:-1], order[1:]):
            GL += g[a]
            HL += h[a]
            GR, HR = G - GL, H - HL
            if HL < min_child_weight or HR < min_child_weight:
                continue
            gain = 0.5 * (GL**2 / (HL + lam) + GR**2 / (HR + lam) - G**2 / (H + lam)) - gamma
            if gain > best_gain + 1e-12:
                best_gain = gain
                best = (j, (X[a, j] + X[b, j]) / 2, gain)
    return best
