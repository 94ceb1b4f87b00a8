"""The features are divided by their standard deviations: that is PCA of the correlations. Here they are centered
only, and keep their units.

caught by: test_the_components
"""

import numpy as np


def fit(X, k):
    mean = np.mean(X, axis=0)
    std = np.std(X, axis=0)
    X_std = (X - mean) / std
    U, S, Vt = np.linalg.svd(X_std, full_matrices=False)
    for i in range(Vt.shape[0]):
        if Vt[i, np.argmax(np.abs(Vt[i]))] < 0:
            Vt[i] = -Vt[i]
    explained = S**2 / (X.shape[0] - 1)
    return mean, Vt[:k], explained[:k], explained[:k] / np.sum(explained)


def transform(X, mean, components):
    return np.dot(X - mean, components.T)


def inverse_transform(Z, mean, components):
    return np.dot(Z, components) + mean
