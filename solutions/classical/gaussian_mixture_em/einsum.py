"""All components at once: inverses and determinants of a stack of matrices, and second moments less the squared
means.
"""

import numpy as np


def joint(X, weights, means, covariances):
    C = X[:, None, :] - means  # (N, K, D)
    distance = np.einsum("nkd,kde,nke->nk", C, np.linalg.inv(covariances), C)
    return np.log(weights) - 0.5 * (distance + np.linalg.slogdet(2 * np.pi * covariances)[1])


def e_step(X, weights, means, covariances):
    J = joint(X, weights, means, covariances)
    total = np.logaddexp.reduce(J, axis=1)
    return J - total[:, None], total.sum()


def m_step(X, r, reg):
    share = r / r.sum(axis=0)
    means = np.einsum("nk,nd->kd", share, X)
    C = X[:, None, :] - means
    covariances = np.einsum("nk,nkd,nke->kde", share, C, C) + reg * np.identity(X.shape[1])
    return r.mean(axis=0), means, covariances


def em(X, weights, means, covariances, reg, max_rounds, tol):
    model, history = (weights, means, covariances), []
    for step in range(max_rounds + 1):
        log_r, likelihood = e_step(X, *model)
        history.append(float(likelihood))
        if step == max_rounds or (step > 0 and history[-1] - history[-2] < tol):
            return (*model, history)
        model = m_step(X, np.exp(log_r), reg)
