"""The eigenvectors are taken in the order in which np.linalg.eig happens to give them: they have to be sorted by their
eigenvalues, the largest first.

caught by: test_the_components
"""

import numpy as np


def fit(X, k):
    mean = X.mean(axis=0)
    values, vectors = np.linalg.eig(np.cov(X - mean, rowvar=False))
    values, vectors = values.real, vectors.real
    components = vectors[:, :k].T
    largest = components[np.arange(k), np.abs(components).argmax(axis=1)]
    return mean, components * np.sign(largest)[:, None], values[:k], values[:k] / values.sum()


def transform(X, mean, components):
    return (X - mean) @ components.T


def inverse_transform(Z, mean, components):
    return Z @ components + mean
