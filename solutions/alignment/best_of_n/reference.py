"""Best of n.

The law of a maximum is a power of the distribution function, so that no sample has to be drawn.
"""

import numpy as np


def winner_law(p, rewards, n):
    at_most = (p * (rewards <= rewards[:, None])).sum(axis=1)  # (K,)
    below = (p * (rewards < rewards[:, None])).sum(axis=1)
    level = np.where(p > 0, at_most - below, 1.0)  # the probability of all answers of this reward
    return (at_most**n - below**n) * p / level


def expected_best(p, rewards, n):
    return float(winner_law(p, rewards, n) @ rewards)


def best_of_n_kl(p, rewards, n):
    q = winner_law(p, rewards, n)
    seen = q > 0
    kl = q[seen] @ np.log(q[seen] / p[seen])
    return float(kl), float(np.log(n) - (n - 1) / n)


def estimate_best(rewards, n):
    m = len(rewards)
    weight, estimate = n / m, 0.0  # C(m - 1, n - 1) / C(m, n) for the largest
    for i, reward in zip(range(m, n - 1, -1), np.sort(rewards)[::-1], strict=False):
        estimate += weight * reward
        weight *= (i - n) / max(i - 1, 1)
    return float(estimate)
