"""The levels of reward by np.unique, and the estimate with weights of exact integers."""

import math
from fractions import Fraction

import numpy as np


def winner_law(p, rewards, n):
    _, level = np.unique(rewards, return_inverse=True)
    mass = np.bincount(level, weights=p)
    powers = np.minimum(np.cumsum(mass), 1.0) ** n
    wins = np.diff(powers, prepend=0.0)
    share = np.divide(p, mass[level], out=np.zeros(len(p)), where=mass[level] > 0)
    return wins[level] * share


def expected_best(p, rewards, n):
    return sum(q * r for q, r in zip(winner_law(p, rewards, n), rewards, strict=True))


def best_of_n_kl(p, rewards, n):
    total = 0.0
    for q, chance in zip(winner_law(p, rewards, n), p, strict=True):
        if q > 0:
            total += q * (math.log(q) - math.log(chance))
    return total, math.log(n) - 1 + 1 / n


def estimate_best(rewards, n):
    m, total = len(rewards), Fraction(0)
    subsets = 1  # C(i - 1, n - 1)
    for i, reward in enumerate(sorted(rewards), start=1):
        if i >= n:
            total += subsets * Fraction(float(reward))
            subsets = subsets * i // (i - n + 1)
    return float(total / math.comb(m, n))
