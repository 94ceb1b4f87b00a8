"""The eigenvectors of the covariance matrix."""

import numpy as np


def fit(X, k):
    C = np.atleast_2d(np.cov(X, rowvar=False))
    values, vectors = np.linalg.eigh(C)
    order = np.argsort(values)[::-1][:k]
    components = []
    for j in order:
        v = vectors[:, j]
        components.append(v if v[np.argmax(np.abs(v))] > 0 else -v)
    return np.mean(X, axis=0), np.array(components), values[order], values[order] / np.trace(C)


def transform(X, mean, components):
    return np.einsum("nd,kd->nk", X - mean, components)


def inverse_transform(Z, mean, components):
    return mean + np.einsum("nk,kd->nd", Z, components)
