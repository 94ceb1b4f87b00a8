"""This is the log-likelihood at the posterior mean: the evidence integrates over all weights, which costs the more the more the
data narrow them down.

caught by: test_the_evidence
"""

import numpy as np


def posterior(X, y, alpha, beta):
    A = alpha * np.eye(X.shape[1]) + beta * X.T @ X
    S = np.linalg.inv(A)
    return beta * S @ (X.T @ y), S


def predictive(X_new, m, S, beta):
    return X_new @ m, 1.0 / beta + np.einsum("ij,jk,ik->i", X_new, S, X_new)


def log_evidence(X, y, alpha, beta):
    m, S = posterior(X, y, alpha, beta)
    r = y - X @ m
    n = len(y)
    return float(n / 2 * np.log(beta / (2 * np.pi)) - beta / 2 * r @ r)
