"""Three kernel matrices, two of them without their diagonals.

Why it works: |mean phi(x) - mean phi(y)|^2 multiplies out into products of pairs, and each of them is a kernel. Only
pairs of different points are independent draws, so only they estimate the law's own mean without bias.
"""

import numpy as np


def squared_distances(x, y):
    return ((x[:, None, :] - y[None, :, :]) ** 2).sum(axis=-1)


def rbf_kernel(x, y, sigma):
    return np.exp(-squared_distances(x, y) / (2 * sigma**2))


def median_distance(x, y):
    points = np.concatenate([x, y])
    pairs = np.triu_indices(len(points), k=1)
    return float(np.median(np.sqrt(squared_distances(points, points)[pairs])))


def mean_of_pairs(kernel):
    n = len(kernel)
    return (kernel.sum() - np.trace(kernel)) / (n * (n - 1))


def squared_mmd(x, y, sigma):
    within = mean_of_pairs(rbf_kernel(x, x, sigma)) + mean_of_pairs(rbf_kernel(y, y, sigma))
    return float(within - 2 * rbf_kernel(x, y, sigma).mean())
