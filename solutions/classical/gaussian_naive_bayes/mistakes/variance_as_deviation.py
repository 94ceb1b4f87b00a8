"""The variance stands where the density has its root, the standard deviation: (x - mu) / var.

caught by: test_the_log_posterior
"""

import numpy as np


def fit(X, y, smoothing):
    classes, counts = np.unique(y, return_counts=True)
    epsilon = smoothing * np.var(X, axis=0).max()
    means = np.array([X[y == c].mean(axis=0) for c in classes])
    variances = np.array([X[y == c].var(axis=0) + epsilon for c in classes])
    return classes, counts / len(y), means, variances


def log_normal(x, mean, scale):
    return -0.5 * ((x - mean) / scale) ** 2 - np.log(scale) - 0.5 * np.log(2 * np.pi)


def log_posterior(X, priors, means, variances):
    joint = np.log(priors) + log_normal(X[:, None, :], means, variances).sum(axis=-1)
    joint -= joint.max(axis=1, keepdims=True)
    return joint - np.log(np.exp(joint).sum(axis=1, keepdims=True))


def predict(X, classes, priors, means, variances):
    return classes[np.argmax(log_posterior(X, priors, means, variances), axis=1)]
