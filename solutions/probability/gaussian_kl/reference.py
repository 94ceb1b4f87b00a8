"""Log-determinants and solves.

Why it works: log p - log q is quadratic in x, and the mean of a quadratic form under N(m, S) is a trace and a distance.
The trace of T^-1 S and the distance need T^-1 applied only, and slogdet gives the logarithm without the determinant.
"""

import numpy as np


def log_det(cov):
    return np.linalg.slogdet(cov)[1]


def gaussian_entropy(cov):
    return float(0.5 * (len(cov) * (1 + np.log(2 * np.pi)) + log_det(cov)))


def diagonal_kl(m, s, n, t):
    return 0.5 * (s / t - 1 + (n - m) ** 2 / t + np.log(t) - np.log(s)).sum(axis=-1)


def full_kl(m, s, n, t):
    gap = n - m
    spread = np.trace(np.linalg.solve(t, s)) - len(m)
    return float(0.5 * (spread + gap @ np.linalg.solve(t, gap) + log_det(t) - log_det(s)))
