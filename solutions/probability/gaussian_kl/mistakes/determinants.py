"""The determinant is computed before its logarithm: with many dimensions it is 0 or inf in floating point, and the result
inf or nan. Take np.linalg.slogdet, or sum logarithms.

caught by: test_many_dimensions
"""

import numpy as np


def gaussian_entropy(cov):
    d = cov.shape[0]
    with np.errstate(all="ignore"):
        return float(0.5 * np.log((2 * np.pi * np.e) ** d * np.linalg.det(cov)))


def diagonal_kl(m, s, n, t):
    with np.errstate(all="ignore"):
        log_det = np.log(np.prod(t, axis=-1) / np.prod(s, axis=-1))
    return 0.5 * (np.sum(s / t, axis=-1) - m.shape[-1] + np.sum((n - m) ** 2 / t, axis=-1) + log_det)


def full_kl(m, s, n, t):
    d = m.shape[0]
    t_inv = np.linalg.inv(t)
    diff = n - m
    with np.errstate(all="ignore"):
        log_det = np.log(np.linalg.det(t)) - np.log(np.linalg.det(s))
    return float(0.5 * (np.trace(t_inv @ s) - d + diff @ t_inv @ diff + log_det))
