"""Expectation maximization for a mixture of Gaussians.

Why it works: for any responsibilities r the sum of r log(joint / r) is a lower bound of l. The E step makes it touch
l, the M step moves its parameters to its top, and so l can only have risen when the next E step touches it again.
"""

import numpy as np


def log_gaussian(X, mean, covariance):
    L = np.linalg.cholesky(covariance)
    z = np.linalg.solve(L, (X - mean).T)  # (D, N), so that z^T z is the squared Mahalanobis distance
    return -0.5 * (len(mean) * np.log(2 * np.pi) + (z**2).sum(axis=0)) - np.log(np.diag(L)).sum()


def e_step(X, weights, means, covariances):
    parts = zip(weights, means, covariances, strict=True)
    joint = np.stack([np.log(weight) + log_gaussian(X, mean, S) for weight, mean, S in parts], axis=1)
    top = joint.max(axis=1, keepdims=True)
    log_total = top + np.log(np.exp(joint - top).sum(axis=1, keepdims=True))
    return joint - log_total, float(log_total.sum())


def m_step(X, r, reg):
    counts = r.sum(axis=0)
    means = r.T @ X / counts[:, None]
    covariances = np.empty((len(counts), X.shape[1], X.shape[1]))
    for k, mean in enumerate(means):
        C = X - mean
        covariances[k] = (r[:, k, None] * C).T @ C / counts[k] + reg * np.eye(X.shape[1])
    return counts / len(X), means, covariances


def em(X, weights, means, covariances, reg, max_rounds, tol):
    log_r, likelihood = e_step(X, weights, means, covariances)
    history = [likelihood]
    for _ in range(max_rounds):
        weights, means, covariances = m_step(X, np.exp(log_r), reg)
        log_r, likelihood = e_step(X, weights, means, covariances)
        history.append(likelihood)
        if history[-1] - history[-2] < tol:
            break
    return weights, means, covariances, history
