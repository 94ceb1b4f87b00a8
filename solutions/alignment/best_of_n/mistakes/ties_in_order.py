"""The answers are sorted and each beats all before it, those of equal reward included: equal answers share in proportion to their
p.

caught by: test_ties_share_in_proportion
"""

import math

import numpy as np


def winner_law(p, rewards, n):
    q = np.zeros(len(p))
    order = np.argsort(rewards, kind="stable")
    cdf = np.cumsum(p[order])
    q[order] = np.diff(cdf**n, prepend=0.0)
    return q


def expected_best(p, rewards, n):
    return float(np.sum(winner_law(p, rewards, n) * rewards))


def best_of_n_kl(p, rewards, n):
    q = winner_law(p, rewards, n)
    mask = q > 0
    kl = np.sum(q[mask] * np.log(q[mask] / p[mask]))
    return float(kl), float(np.log(n) - (n - 1) / n)


def estimate_best(rewards, n):
    r = np.sort(rewards)
    m = len(r)
    total = 0
    for i in range(n, m + 1):
        total += r[i - 1] * (math.comb(i - 1, n - 1) / math.comb(m, n))
    return float(total)
