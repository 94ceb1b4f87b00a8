"""alpha and beta are taken for variances: they are precisions, one over the variances of the prior and of the noise.

caught by: test_the_posterior_mean
"""

import numpy as np


def posterior(X, y, alpha, beta):
    d = X.shape[1]
    S = np.linalg.inv(np.eye(d) / alpha + X.T @ X / beta)
    m = S @ X.T @ y / beta
    return m, S


def predictive(X_new, m, S, beta):
    mean = X_new @ m
    var = beta + np.sum((X_new @ S) * X_new, axis=1)
    return mean, var


def log_evidence(X, y, alpha, beta):
    n, d = X.shape
    S_inv = alpha * np.eye(d) + beta * X.T @ X
    m = beta * np.linalg.solve(S_inv, X.T @ y)
    E = beta / 2 * np.sum((y - X @ m) ** 2) + alpha / 2 * m @ m
    sign, logdet = np.linalg.slogdet(S_inv)
    return float(d / 2 * np.log(alpha) + n / 2 * np.log(beta) - E - logdet / 2 - n / 2 * np.log(2 * np.pi))
