"""The winner has probability n p F^(n - 1), which holds for the density of a continuous reward: with finitely many answers it
sums to more than 1.

caught by: test_the_law_of_the_winner
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
            q[i] = n * p[i] * le ** (n - 1)
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
