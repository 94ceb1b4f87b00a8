"""The rows of the matrix of eigenvectors are sorted and taken: NumPy's eigh has each eigenvector in a column, V[:, j].

caught by: test_the_components
"""

import numpy as np


def fit(X, k):
    mean = X.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov(X - mean, rowvar=False))
    order = np.argsort(values)[::-1]
    values, vectors = values[order], vectors[order]
    components = vectors[:k]
    for component in components:
        if component[np.argmax(np.abs(component))] < 0:
            component *= -1
    return mean, components, values[:k], values[:k] / values.sum()


def transform(X, mean, components):
    return (X - mean) @ components.T


def inverse_transform(Z, mean, components):
    return Z @ components + mean
