"""The weights are fitted to the rows as they are, without an intercept, and the mean residual is called the intercept then: the
weights have been bent to make up for it. Centre X and y before the weights are computed.

caught by: test_the_intercept_is_not_penalised
"""

import numpy as np


def ridge(X, y, lam):
    w = np.linalg.solve(X.T @ X + lam * np.eye(X.shape[1]), X.T @ y)
    b = np.mean(y - X @ w)
    return w, b


def map_estimate(X, y, noise_std, prior_std):
    return ridge(X, y, noise_std**2 / prior_std**2)


def degrees_of_freedom(X, lam):
    s = np.linalg.svd(X - X.mean(axis=0), compute_uv=False)
    return float(np.sum(s**2 / (s**2 + lam)))
