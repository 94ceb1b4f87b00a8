"""This asks for a positive definite matrix, as Cholesky's factorisation does: an eigenvalue of 0 is fine, and so is one that
rounding has left a little below it.

caught by: test_singular_matrices_are_positive_semidefinite
"""

import numpy as np


def linear(X, Y):
    return X @ Y.T


def polynomial(X, Y, degree, gamma, coef0):
    return (gamma * (X @ Y.T) + coef0) ** degree


def rbf(X, Y, gamma):
    return np.exp(-gamma * ((X[:, None, :] - Y[None, :, :]) ** 2).sum(-1))


def sigmoid(X, Y, gamma, coef0):
    return np.tanh(gamma * (X @ Y.T) + coef0)


def is_positive_semidefinite(K):
    try:
        np.linalg.cholesky(K)
    except np.linalg.LinAlgError:
        return False
    return True
