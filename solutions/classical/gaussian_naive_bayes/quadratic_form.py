"""The squares are written out, so that three matrix products give all joint log-densities."""

import numpy as np


def fit(X, y, smoothing):
    classes, index, counts = np.unique(y, return_inverse=True, return_counts=True)
    means = np.zeros((len(classes), X.shape[1]))
    np.add.at(means, index, X)
    means /= counts[:, None]
    variances = np.zeros_like(means)
    np.add.at(variances, index, (X - means[index]) ** 2)
    variances /= counts[:, None]
    variances += smoothing * np.max(np.var(X, axis=0))
    return classes, counts / counts.sum(), means, variances


def scores(X, priors, means, variances):
    constant = np.log(priors) - 0.5 * (np.log(2 * np.pi * variances) + means**2 / variances).sum(axis=1)
    return constant - 0.5 * X**2 @ (1 / variances).T + X @ (means / variances).T


def log_posterior(X, priors, means, variances):
    s = scores(X, priors, means, variances)
    return np.stack([-np.logaddexp.reduce(s - s[:, k : k + 1], axis=1) for k in range(len(priors))], axis=1)


def predict(X, classes, priors, means, variances):
    s = log_posterior(X, priors, means, variances)
    return classes[np.argmax(s >= s.max(axis=1, keepdims=True) - 1e-12, axis=1)]
