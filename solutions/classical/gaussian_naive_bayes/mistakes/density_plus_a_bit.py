"""A small number keeps the densities or their product away from 0, added or as a floor, or their logarithms from
falling below some bound, which hides how far away a row is: the logarithm of a density is -(x - mu)^2 / (2 var) - log(2
pi var) / 2, and needs no exponential.

caught by: test_rows_far_away
"""

import numpy as np


def fit(X, y, smoothing):
    classes, counts = np.unique(y, return_counts=True)
    epsilon = smoothing * np.var(X, axis=0).max()
    means = np.array([X[y == c].mean(axis=0) for c in classes])
    variances = np.array([X[y == c].var(axis=0) + epsilon for c in classes])
    return classes, counts / len(y), means, variances


def log_posterior(X, priors, means, variances):
    density = np.exp(-((X[:, None, :] - means) ** 2) / (2 * variances)) / np.sqrt(2 * np.pi * variances)
    joint = np.log(priors) + np.log(density + 1e-10).sum(axis=-1)
    joint -= joint.max(axis=1, keepdims=True)
    return joint - np.log(np.exp(joint).sum(axis=1, keepdims=True))


def predict(X, classes, priors, means, variances):
    return classes[np.argmax(log_posterior(X, priors, means, variances), axis=1)]
