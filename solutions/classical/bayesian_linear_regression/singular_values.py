"""Along the singular vectors of X all weights are independent; the evidence through the N x N covariance of y."""

import numpy as np


def posterior(X, y, alpha, beta):
    U, s, Vt = np.linalg.svd(X)
    full = np.zeros(X.shape[1])
    full[: len(s)] = s
    variances = 1 / (alpha + beta * full**2)
    projected = np.zeros(X.shape[1])
    projected[: len(s)] = (U.T @ y)[: len(s)]
    return Vt.T @ (beta * variances * full * projected), Vt.T * variances @ Vt


def predictive(X_new, m, S, beta):
    L = np.linalg.cholesky(S)
    return np.einsum("md,d->m", X_new, m), np.sum((X_new @ L) ** 2, axis=1) + 1.0 / beta


def log_evidence(X, y, alpha, beta):
    C = np.eye(len(y)) / beta + X @ X.T / alpha
    L = np.linalg.cholesky(C)
    white = np.linalg.solve(L, y)
    return -0.5 * white @ white - np.log(np.diag(L)).sum() - len(y) / 2 * np.log(2 * np.pi)
