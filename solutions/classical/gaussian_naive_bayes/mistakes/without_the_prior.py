"""The prior is left out, as if all classes were equally frequent: its logarithm is added to the log-densities.

caught by: test_the_prior
"""

import numpy as np


def fit(X, y, smoothing):
    classes, counts = np.unique(y, return_counts=True)
    priors = counts / counts.sum()
    means = np.array([X[y == c].mean(axis=0) for c in classes])
    variances = np.array([X[y == c].var(axis=0) for c in classes])
    variances += smoothing * X.var(axis=0).max()
    return classes, priors, means, variances


def log_likelihood(X, means, variances):
    diff = X[:, None, :] - means[None, :, :]
    return np.sum(-0.5 * np.log(2 * np.pi * variances) - diff**2 / (2 * variances), axis=2)


def log_posterior(X, priors, means, variances):
    ll = log_likelihood(X, means, variances)
    m = ll.max(axis=1, keepdims=True)
    return ll - (m + np.log(np.exp(ll - m).sum(axis=1, keepdims=True)))


def predict(X, classes, priors, means, variances):
    return classes[log_posterior(X, priors, means, variances).argmax(axis=1)]
