"""S_kk is inverted: a variable that is known twice, or never varies, makes it singular, and the inverse fails or is noise.
Take the pseudo-inverse.

caught by: test_known_twice
"""

import numpy as np


def marginal(mean, cov, keep):
    return mean[keep], cov[keep][:, keep]


def conditional(mean, cov, known, values):
    rest = np.array([i for i in range(len(mean)) if i not in known])
    S_rr = cov[np.ix_(rest, rest)]
    S_rk = cov[np.ix_(rest, known)]
    S_kk = cov[np.ix_(known, known)]
    S_kk_inv = np.linalg.inv(S_kk)
    mu = mean[rest] + S_rk @ S_kk_inv @ (values - mean[known])
    sigma = S_rr - S_rk @ S_kk_inv @ S_rk.T
    return mu, sigma
