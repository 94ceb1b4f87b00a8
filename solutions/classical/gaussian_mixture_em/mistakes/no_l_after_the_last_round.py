"""When the rounds run out, the history ends before the last one: l is looked at when a round begins, and the parameters that come
back have never been in an E step.

caught by: test_the_history
"""

import numpy as np


def e_step(X, weights, means, covariances):
    N, D = X.shape
    K = len(weights)
    log_joint = np.zeros((N, K))
    for k in range(K):
        diff = X - means[k]
        maha = np.sum(diff @ np.linalg.inv(covariances[k]) * diff, axis=1)
        log_det = np.linalg.slogdet(covariances[k])[1]
        log_joint[:, k] = np.log(weights[k]) - 0.5 * (D * np.log(2 * np.pi) + log_det + maha)
    top = log_joint.max(axis=1, keepdims=True)
    log_norm = top + np.log(np.exp(log_joint - top).sum(axis=1, keepdims=True))
    return log_joint - log_norm, float(log_norm.sum())


def m_step(X, r, reg):
    N, D = X.shape
    Nk = r.sum(axis=0)
    means = r.T @ X / Nk[:, None]
    covariances = np.zeros((len(Nk), D, D))
    for k in range(len(Nk)):
        diff = X - means[k]
        covariances[k] = (r[:, k, None] * diff).T @ diff / Nk[k] + reg * np.eye(D)
    return Nk / N, means, covariances


def em(X, weights, means, covariances, reg, max_rounds, tol):
    history = []
    for _ in range(max_rounds):
        log_r, ll = e_step(X, weights, means, covariances)
        history.append(ll)
        if len(history) > 1 and history[-1] - history[-2] < tol:
            break
        weights, means, covariances = m_step(X, np.exp(log_r), reg)
    return weights, means, covariances, history
