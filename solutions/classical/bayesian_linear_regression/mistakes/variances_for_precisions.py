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
    n = len(y)
    C = beta * np.eye(n) + alpha * X @ X.T
    sign, logdet = np.linalg.slogdet(C)
    return float(-0.5 * (y @ np.linalg.solve(C, y) + logdet + n * np.log(2 * np.pi)))
