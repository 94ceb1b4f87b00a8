"""The expanded square is used as it comes: for rows that are equal and long, rounding leaves something below 0, and the kernel
exceeds 1. Cut it off at 0.

caught by: test_rbf_values_stay_at_most_1
"""

import numpy as np


def linear(X, Y):
    return np.dot(X, Y.T)


def polynomial(X, Y, degree, gamma, coef0):
    return (gamma * np.dot(X, Y.T) + coef0) ** degree


def rbf(X, Y, gamma):
    X_norm = np.sum(X**2, axis=-1)
    Y_norm = np.sum(Y**2, axis=-1)
    return np.exp(-gamma * (X_norm[:, None] + Y_norm[None, :] - 2 * np.dot(X, Y.T)))


def sigmoid(X, Y, gamma, coef0):
    return np.tanh(gamma * np.dot(X, Y.T) + coef0)


def is_positive_semidefinite(K):
    return bool(np.all(np.linalg.eigvalsh(K) >= -1e-9 * np.abs(K).max()))
