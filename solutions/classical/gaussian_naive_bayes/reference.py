"""Gaussian naive Bayes in logarithms.

Why it works: independence within a class makes the density a product, and so its logarithm a sum over the features.
The largest joint log-density is taken out before the exponential, so that one term of the sum is 1 however far the
row is.
"""

import numpy as np


def fit(X, y, smoothing):
    classes, counts = np.unique(y, return_counts=True)
    means = np.stack([X[y == k].mean(axis=0) for k in classes])
    variances = np.stack([X[y == k].var(axis=0) for k in classes])
    return classes, counts / len(y), means, variances + smoothing * X.var(axis=0).max()


def log_joint(X, priors, means, variances):
    z = (X[:, None, :] - means) ** 2 / variances  # (N, K, D)
    return np.log(priors) - 0.5 * (np.log(2 * np.pi * variances) + z).sum(axis=-1)


def log_posterior(X, priors, means, variances):
    J = log_joint(X, priors, means, variances)
    J = J - J.max(axis=1, keepdims=True)
    return J - np.log(np.exp(J).sum(axis=1, keepdims=True))


def predict(X, classes, priors, means, variances):
    return classes[log_joint(X, priors, means, variances).argmax(axis=1)]
