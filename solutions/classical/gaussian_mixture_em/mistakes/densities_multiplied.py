"""Far away, or in many dimensions, what is 0 in floating point is divided by or has its logarithm taken: the densities
themselves or det S. The E step works with logarithms throughout.

caught by: test_rows_far_away
"""

import numpy as np


def gaussian(X, mean, cov):
    d = X.shape[1]
    diff = X - mean
    exponent = -0.5 * np.einsum("nd,de,ne->n", diff, np.linalg.inv(cov), diff)
    return np.exp(exponent) / np.sqrt((2 * np.pi) ** d * np.linalg.det(cov))


def e_step(X, weights, means, covariances):
    p = np.array([w * gaussian(X, m, c) for w, m, c in zip(weights, means, covariances)]).T
    total = p.sum(axis=1, keepdims=True)
    return np.log(p / total), float(np.log(total).sum())


def m_step(X, r, reg):
    N, D = X.shape
    K = r.shape[1]
    Nk = r.sum(axis=0)
    means = np.array([(r[:, [k]] * X).sum(axis=0) / Nk[k] for k in range(K)])
    covs = np.zeros((K, D, D))
    for k in range(K):
        diff = X - means[k]
        covs[k] = diff.T @ (r[:, [k]] * diff) / Nk[k]
        covs[k] += reg * np.eye(D)
    return Nk / N, means, covs


def em(X, weights, means, covariances, reg, max_rounds, tol):
    log_r, ll = e_step(X, weights, means, covariances)
    history = [ll]
    for _ in range(max_rounds):
        weights, means, covariances = m_step(X, np.exp(log_r), reg)
        log_r, ll = e_step(X, weights, means, covariances)
        history.append(ll)
        if ll - history[-2] < tol:
            break
    return weights, means, covariances, history
