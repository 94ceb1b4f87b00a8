"""The diagonal form takes what it gets for standard deviations and squares it: s and t are variances already.

caught by: test_the_diagonal_divergence
"""

import numpy as np


def gaussian_entropy(cov):
    d = cov.shape[0]
    _, logdet = np.linalg.slogdet(cov)
    return float(0.5 * d * (1 + np.log(2 * np.pi)) + 0.5 * logdet)


def diagonal_kl(m, s, n, t):
    return np.sum(np.log(t / s) + (s**2 + (m - n) ** 2) / (2 * t**2) - 0.5, axis=-1)


def full_kl(m, s, n, t):
    d = m.shape[0]
    t_inv = np.linalg.inv(t)
    diff = n - m
    _, ls = np.linalg.slogdet(s)
    _, lt = np.linalg.slogdet(t)
    return float(0.5 * (np.trace(t_inv @ s) - d + diff @ t_inv @ diff + lt - ls))
