"""This is the autoencoder's term, the divergence from N(0, I): the second law is given, with means and variances of its own.

caught by: test_the_diagonal_divergence
"""

import numpy as np


def gaussian_entropy(cov):
    d = cov.shape[0]
    _, logdet = np.linalg.slogdet(2 * np.pi * np.e * cov)
    return float(0.5 * logdet)


def diagonal_kl(m, s, n, t):
    return -0.5 * np.sum(1 + np.log(s) - m**2 - s, axis=-1)


def full_kl(m, s, n, t):
    d = len(m)
    _, ls = np.linalg.slogdet(s)
    _, lt = np.linalg.slogdet(t)
    diff = m - n
    return float(0.5 * (np.trace(np.linalg.solve(t, s)) + diff @ np.linalg.solve(t, diff) - d + lt - ls))
