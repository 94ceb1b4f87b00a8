"""The density lacks the 1 / sqrt(var) before exp(-(x - mu)^2 / (2 var)): that isn't the same for all classes, and a wide
class wins everywhere.

caught by: test_the_log_posterior
"""

import numpy as np


def fit(X, y, smoothing):
    classes = np.unique(y)
    priors = np.array([np.mean(y == c) for c in classes])
    means = np.array([np.mean(X[y == c], axis=0) for c in classes])
    variances = np.array([np.var(X[y == c], axis=0) for c in classes])
    return classes, priors, means, variances + smoothing * np.max(np.var(X, axis=0))


def log_posterior(X, priors, means, variances):
    logits = np.log(priors) - 0.5 * (((X[:, None] - means) ** 2) / variances).sum(axis=2)
    logits -= logits.max(axis=1, keepdims=True)
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))


def predict(X, classes, priors, means, variances):
    return classes[np.argmax(log_posterior(X, priors, means, variances), axis=1)]
