"""The diagonals of the two inner matrices are averaged too: each k(x_i, x_i) is 1 and makes the estimate too large. The
unbiased one leaves them out and divides by N (N - 1).

caught by: test_the_discrepancy
"""

import numpy as np


def rbf_kernel(x, y, sigma):
    d2 = np.sum(x**2, axis=1)[:, None] + np.sum(y**2, axis=1)[None, :] - 2 * x @ y.T
    return np.exp(-np.maximum(d2, 0) / (2 * sigma**2))


def median_distance(x, y):
    z = np.concatenate([x, y], axis=0)
    d = np.sqrt(((z[:, None] - z[None]) ** 2).sum(-1))
    return float(np.median(d[np.triu_indices(len(z), 1)]))


def squared_mmd(x, y, sigma):
    kxx = rbf_kernel(x, x, sigma)
    kyy = rbf_kernel(y, y, sigma)
    kxy = rbf_kernel(x, y, sigma)
    return float(kxx.mean() + kyy.mean() - 2 * kxy.mean())
