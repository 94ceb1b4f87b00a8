"""The components are columns, as numpy's eigh has the eigenvectors: they are rows, of the shape (k, D).

caught by: test_the_components
"""

import numpy as np


def fit(X, k):
    mean = X.mean(axis=0)
    cov = np.cov((X - mean).T)
    vals, vecs = np.linalg.eigh(cov)
    order = np.argsort(vals)[::-1]
    vals, vecs = vals[order], vecs[:, order]
    for j in range(vecs.shape[1]):
        if vecs[np.abs(vecs[:, j]).argmax(), j] < 0:
            vecs[:, j] *= -1
    return mean, vecs[:, :k], vals[:k], vals[:k] / vals.sum()


def transform(X, mean, components):
    return (X - mean) @ components


def inverse_transform(Z, mean, components):
    return Z @ components.T + mean
