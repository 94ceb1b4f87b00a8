"""Each row is given whole to its most likely component, as k-means does: in EM every component gets its share of the
row.

caught by: test_rounds
"""

import numpy as np


def log_joint(X, weights, means, covariances):
    n, d = X.shape
    out = np.zeros((n, len(weights)))
    for k in range(len(weights)):
        diff = X - means[k]
        inv = np.linalg.inv(covariances[k])
        logdet = np.linalg.slogdet(covariances[k])[1]
        maha = np.sum(diff @ inv * diff, axis=1)
        out[:, k] = np.log(weights[k]) - 0.5 * (d * np.log(2 * np.pi) + logdet + maha)
    return out


def e_step(X, weights, means, covariances):
    lj = log_joint(X, weights, means, covariances)
    m = lj.max(axis=1, keepdims=True)
    log_norm = m + np.log(np.sum(np.exp(lj - m), axis=1, keepdims=True))
    return lj - log_norm, float(log_norm.sum())


def m_step(X, r, reg):
    Nk = r.sum(axis=0)
    weights = Nk / len(X)
    means = (r.T @ X) / Nk[:, None]
    covs = []
    for k in range(r.shape[1]):
        diff = X - means[k]
        covs.append((r[:, k][:, None] * diff).T @ diff / Nk[k] + reg * np.eye(X.shape[1]))
    return weights, means, np.array(covs)


def em(X, weights, means, covariances, reg, max_rounds, tol):
    log_r, ll = e_step(X, weights, means, covariances)
    lls = [ll]
    for _ in range(max_rounds):
        hard = np.eye(len(weights))[np.argmax(log_r, axis=1)]
        weights, means, covariances = m_step(X, hard, reg)
        log_r, ll = e_step(X, weights, means, covariances)
        lls.append(ll)
        if lls[-1] - lls[-2] < tol:
            break
    return weights, means, covariances, lls
