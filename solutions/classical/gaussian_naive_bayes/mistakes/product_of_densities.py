"""The densities are multiplied and the logarithm comes last: far away, or with hundreds of features, the product is 0
for every class. Logarithms are added from the start.

caught by: test_rows_far_away
"""

import numpy as np


def fit(X, y, smoothing):
    classes = np.unique(y)
    priors, means, variances = [], [], []
    for c in classes:
        Xc = X[y == c]
        priors.append(len(Xc) / len(X))
        means.append(Xc.mean(axis=0))
        variances.append(Xc.var(axis=0))
    epsilon = smoothing * np.var(X, axis=0).max()
    return classes, np.array(priors), np.array(means), np.array(variances) + epsilon


def gaussian_pdf(x, mean, var):
    return np.exp(-((x - mean) ** 2) / (2 * var)) / np.sqrt(2 * np.pi * var)


def posterior(X, priors, means, variances):
    p = np.zeros((len(X), len(priors)))
    for k in range(len(priors)):
        p[:, k] = priors[k] * np.prod(gaussian_pdf(X, means[k], variances[k]), axis=1)
    return p / p.sum(axis=1, keepdims=True)


def log_posterior(X, priors, means, variances):
    return np.log(posterior(X, priors, means, variances))


def predict(X, classes, priors, means, variances):
    return classes[np.argmax(posterior(X, priors, means, variances), axis=1)]
