"""The estimate draws its n samples with replacement: the same sample may come twice, which makes it too low. Subsets hold each
sample once.

caught by: test_the_estimate
"""

import math

import numpy as np


def winner_law(p, rewards, n):
    q = np.zeros(len(p))
    for i in range(len(p)):
        le = p[rewards <= rewards[i]].sum()
        lt = p[rewards < rewards[i]].sum()
        same = p[rewards == rewards[i]].sum()
        if same > 0:
            q[i] = (le**n - lt**n) * p[i] / same
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
    cdf = np.arange(1, m + 1) / m
    return float(np.sum(r * np.diff(cdf**n, prepend=0.0)))
