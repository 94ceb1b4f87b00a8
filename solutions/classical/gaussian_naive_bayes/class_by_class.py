"""A loop over classes, moments by a matrix of memberships, log-sum-exp by logaddexp."""

import numpy as np


def fit(X, y, smoothing):
    classes = np.array(sorted(set(y.tolist())))
    member = (y == classes[:, None]).astype(float)  # (K, N)
    counts = member.sum(axis=1)
    means = member @ X / counts[:, None]
    variances = np.array([row @ (X - m) ** 2 / row.sum() for row, m in zip(member, means, strict=True)])
    epsilon = smoothing * max(np.mean((x - np.mean(x)) ** 2) for x in X.T)
    return classes, counts / counts.sum(), means, variances + epsilon


def log_posterior(X, priors, means, variances):
    columns = []
    for prior, mean, var in zip(priors, means, variances, strict=True):
        log_density = -((X - mean) ** 2) / (2 * var) - np.log(np.sqrt(2 * np.pi * var))
        columns.append(np.log(prior) + log_density.sum(axis=1))
    J = np.array(columns)
    return (J - np.logaddexp.reduce(J, axis=0)).T


def predict(X, classes, priors, means, variances):
    return np.array([classes[np.argmax(row)] for row in log_posterior(X, priors, means, variances)])
