"""The k directions of the smallest variance are taken, which come first in the ascending order of numpy's eigh: those of the
largest are the components.

caught by: test_the_components
"""

import numpy as np


def fit(X, k):
    mean = X.mean(axis=0)
    Xc = X - mean
    cov = Xc.T @ Xc / (X.shape[0] - 1)
    eigvals, eigvecs = np.linalg.eigh(cov)
    components = eigvecs[:, :k].T
    idx = np.argmax(np.abs(components), axis=1)
    components = components * np.sign(components[np.arange(k), idx])[:, None]
    variance = eigvals[:k]
    return mean, components, variance, variance / eigvals.sum()


def transform(X, mean, components):
    return (X - mean) @ components.T


def inverse_transform(Z, mean, components):
    return Z @ components + mean
