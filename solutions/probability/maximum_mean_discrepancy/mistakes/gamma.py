"""The kernel has 1 / sigma^2 where it should have 1 / (2 sigma^2): the width of a Gaussian is meant, with its 2.

caught by: test_the_kernel
"""

import numpy as np


def rbf_kernel(x, y, sigma):
    d2 = ((x[:, None] - y[None]) ** 2).sum(-1)
    return np.exp(-d2 / sigma**2)


def median_distance(x, y):
    z = np.vstack([x, y])
    dists = []
    for i in range(len(z)):
        for j in range(i + 1, len(z)):
            dists.append(np.linalg.norm(z[i] - z[j]))
    return float(np.median(dists))


def squared_mmd(x, y, sigma):
    n, m = len(x), len(y)
    kxx, kyy, kxy = rbf_kernel(x, x, sigma), rbf_kernel(y, y, sigma), rbf_kernel(x, y, sigma)
    np.fill_diagonal(kxx, 0)
    np.fill_diagonal(kyy, 0)
    return float(kxx.sum() / (n * (n - 1)) + kyy.sum() / (m * (m - 1)) - 2 * kxy.sum() / (n * m))
