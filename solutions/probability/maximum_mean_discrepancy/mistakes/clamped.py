"""An estimate below 0 doesn't stay as it is: cut off at 0, or made positive, it isn't unbiased any more.

caught by: test_below_0
"""

import numpy as np


def rbf_kernel(x, y, sigma):
    d2 = ((x[:, None] - y[None]) ** 2).sum(-1)
    return np.exp(-d2 / (2 * sigma**2))


def median_distance(x, y):
    z = np.vstack([x, y])
    d = np.linalg.norm(z[:, None] - z[None], axis=-1)
    return float(np.median(d[np.triu_indices(len(z), k=1)]))


def squared_mmd(x, y, sigma):
    n, m = len(x), len(y)
    kxx, kyy, kxy = rbf_kernel(x, x, sigma), rbf_kernel(y, y, sigma), rbf_kernel(x, y, sigma)
    term_x = (kxx.sum() - n) / (n * (n - 1))
    term_y = (kyy.sum() - m) / (m * (m - 1))
    return float(max(term_x + term_y - 2 * kxy.mean(), 0.0))
