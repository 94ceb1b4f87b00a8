"""A column of ones beside X, whose entry on the diagonal of the penalty is 0."""

import numpy as np


def system(X, lam):
    A = np.hstack([np.ones((len(X), 1)), X])
    penalty = lam * np.eye(A.shape[1])
    penalty[0, 0] = 0.0
    return A, A.T @ A + penalty


def ridge(X, y, lam):
    A, matrix = system(X, lam)
    theta = np.linalg.solve(matrix, A.T @ y)
    return theta[1:], float(theta[0])


def map_estimate(X, y, noise_std, prior_std):
    A, matrix = system(X / noise_std, 1 / prior_std**2)
    A[:, 0] = 1 / noise_std
    matrix = A.T @ A + np.diag([0.0] + [prior_std**-2] * X.shape[1])
    theta = np.linalg.inv(matrix) @ (A.T @ (y / noise_std))
    return theta[1:], float(theta[0])


def degrees_of_freedom(X, lam):
    values = np.linalg.eigvalsh(np.cov(X, rowvar=False, bias=True).reshape(X.shape[1], -1) * len(X))
    return float(np.sum(1 - lam / (np.maximum(values, 0) + lam)))
