"""By Cholesky factors: whitened by T's, S becomes a matrix whose squares sum to the trace."""

import math

import numpy as np


def root(cov):
    factor = np.linalg.cholesky(cov)
    return factor, math.fsum(np.log(np.diag(factor)).tolist())


def gaussian_entropy(cov):
    return cov.shape[0] * math.log(math.sqrt(2 * math.pi * math.e)) + root(cov)[1]


def full_kl(m, s, n, t):
    (a, log_a), (b, log_b) = root(s), root(t)
    white = np.linalg.solve(b, np.column_stack([a, n - m]))
    return (np.sum(white**2) - m.size) / 2 + log_b - log_a


def diagonal_kl(m, s, n, t):
    return np.einsum("...d->...", (s - t + np.square(m - n)) / (2 * t)) - 0.5 * np.log(s / t).sum(-1)
