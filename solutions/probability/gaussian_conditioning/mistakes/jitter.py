"""Every result is off by a little, as where a small number on the diagonal keeps S_kk invertible: that is noise that nobody
measured, and the pseudo-inverse needs none.

caught by: test_nothing_is_added_to_what_is_known
"""

import numpy as np


def marginal(mean, cov, keep):
    return mean[keep], cov[np.ix_(keep, keep)]


def conditional(mean, cov, known, values):
    D = len(mean)
    rest = np.setdiff1d(np.arange(D), known)
    K = cov[np.ix_(known, known)] + 1e-6 * np.eye(len(known))
    L = np.linalg.cholesky(K)
    A = np.linalg.solve(L, cov[np.ix_(known, rest)])
    b = np.linalg.solve(L, values - mean[known])
    return mean[rest] + A.T @ b, cov[np.ix_(rest, rest)] - A.T @ A
