"""PCA by the SVD of the centered rows.

Why it works: (X - m)^T (X - m) = V S^2 V^T, so that the right singular vectors are the eigenvectors of the covariance
and S^2 its eigenvalues times N - 1. The rows of V^T come in the order of their singular values, the largest first.
"""

import numpy as np


def fit(X, k):
    mean = X.mean(axis=0)
    _, s, vt = np.linalg.svd(X - mean, full_matrices=False)
    largest = vt[np.arange(len(vt)), np.abs(vt).argmax(axis=1)]
    vt = vt * np.sign(largest)[:, None]
    variance = s**2 / (len(X) - 1)
    return mean, vt[:k], variance[:k], variance[:k] / variance.sum()


def transform(X, mean, components):
    return (X - mean) @ components.T


def inverse_transform(Z, mean, components):
    return Z @ components + mean
