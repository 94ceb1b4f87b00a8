"""Only the variances on the diagonal are used: how the dimensions vary together changes determinants, traces and distances.

caught by: test_the_full_divergence
"""

import numpy as np


def gaussian_entropy(cov):
    return float(0.5 * np.sum(np.log(2 * np.pi * np.e * np.diag(cov))))


def diagonal_kl(m, s, n, t):
    return 0.5 * np.sum(s / t - 1 + (n - m) ** 2 / t + np.log(t / s), axis=-1)


def full_kl(m, s, n, t):
    return float(diagonal_kl(m, np.diag(s), n, np.diag(t)))
