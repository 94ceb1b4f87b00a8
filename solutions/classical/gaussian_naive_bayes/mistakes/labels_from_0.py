"""The classes are taken to be 0, 1, 2 and so on up to the largest label: they are the labels that occur in y, any integers.

caught by: test_classes_and_priors
"""

import numpy as np


def fit(X, y, smoothing):
    K = int(y.max()) + 1
    epsilon = smoothing * X.var(axis=0).max()
    priors = np.array([np.mean(y == k) for k in range(K)])
    means, variances = np.zeros((K, X.shape[1])), np.full((K, X.shape[1]), epsilon)
    for k in range(K):
        rows = X[y == k]
        if len(rows):
            means[k] = rows.mean(axis=0)
            variances[k] += rows.var(axis=0)
    return np.arange(K), priors, means, variances


def log_posterior(X, priors, means, variances):
    joint = np.log(priors) - 0.5 * np.sum(np.log(2 * np.pi * variances) + (X[:, None] - means) ** 2 / variances, axis=2)
    joint = joint - joint.max(axis=1)[:, None]
    return joint - np.log(np.exp(joint).sum(axis=1))[:, None]


def predict(X, classes, priors, means, variances):
    return np.argmax(log_posterior(X, priors, means, variances), axis=1)
