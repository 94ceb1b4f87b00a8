"""There is no intercept: the formula for w is applied to X and y as they are, and the plane goes through the origin. Centre both
first, and compute b from the means.

caught by: test_the_intercept_is_not_penalised
"""

import numpy as np


def ridge(X, y, lam):
    n_features = X.shape[1]
    w = np.linalg.inv(X.T @ X + lam * np.eye(n_features)) @ X.T @ y
    b = 0.0
    return w, b


def map_estimate(X, y, noise_std, prior_std):
    lam = noise_std**2 / prior_std**2
    return ridge(X, y, lam)


def degrees_of_freedom(X, lam):
    s = np.linalg.svd(X - X.mean(axis=0), compute_uv=False)
    return float(np.sum(s**2 / (s**2 + lam)))
