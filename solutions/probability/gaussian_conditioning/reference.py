"""One gain matrix, used twice.

Why it works: x_r - gain x_k is uncorrelated with x_k, hence independent of it, if gain is S_rk S_kk^+. So knowing x_k
adds its own part back to the mean and leaves the covariance of that remainder.
"""

import numpy as np


def marginal(mean, cov, keep):
    return mean[keep], cov[np.ix_(keep, keep)]


def conditional(mean, cov, known, values):
    rest = np.setdiff1d(np.arange(len(mean)), known)
    s_rk, s_kk = cov[np.ix_(rest, known)], cov[np.ix_(known, known)]
    gain = s_rk @ np.linalg.pinv(s_kk, rcond=1e-10, hermitian=True)
    return mean[rest] + gain @ (values - mean[known]), cov[np.ix_(rest, rest)] - gain @ s_rk.T
