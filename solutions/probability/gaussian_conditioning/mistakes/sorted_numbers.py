"""The known variables are taken in the order of their numbers, and the values in the order in which they were given: they no
longer belong together.

caught by: test_known_in_any_order
"""

import numpy as np


def marginal(mean, cov, keep):
    return mean[keep], cov[keep][:, keep]


def conditional(mean, cov, known, values):
    k = np.zeros(len(mean), dtype=bool)
    k[known] = True
    r = ~k
    gain = cov[r][:, k] @ np.linalg.pinv(cov[k][:, k], rcond=1e-10)
    mu = mean[r] + gain @ (values - mean[k])
    sigma = cov[r][:, r] - gain @ cov[k][:, r]
    return mu, sigma
