"""The eigenvectors keep the signs that the solver happens to give them, as they mostly do too where the largest entry is
made positive: of each one, it is the entry of the largest magnitude, below 0 or above.

caught by: test_the_sign_of_a_component
"""

import numpy as np


def fit(X, k):
    mean = np.mean(X, axis=0)
    centered = X - mean
    cov = centered.T @ centered / (len(X) - 1)
    vals, vecs = np.linalg.eigh(cov)
    order = np.argsort(vals)[::-1]
    vals, vecs = vals[order], vecs[:, order]
    return mean, vecs[:, :k].T, vals[:k], vals[:k] / vals.sum()


def transform(X, mean, components):
    return (X - mean) @ components.T


def inverse_transform(Z, mean, components):
    return Z @ components + mean
