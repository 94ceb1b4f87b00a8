"""gamma is used as the width of the Gaussian, exp(-d^2 / (2 gamma^2)): it is the factor of the squared distance.

caught by: test_the_rbf_kernel
"""

import numpy as np


def gram(k, X, Y):
    K = np.zeros((len(X), len(Y)))
    for i in range(len(X)):
        for j in range(len(Y)):
            K[i, j] = k(X[i], Y[j])
    return K


def linear(X, Y):
    return gram(np.dot, X, Y)


def polynomial(X, Y, degree, gamma, coef0):
    return gram(lambda x, y: (gamma * np.dot(x, y) + coef0) ** degree, X, Y)


def rbf(X, Y, gamma):
    return gram(lambda x, y: np.exp(-np.sum((x - y) ** 2) / (2 * gamma**2)), X, Y)


def sigmoid(X, Y, gamma, coef0):
    return gram(lambda x, y: np.tanh(gamma * np.dot(x, y) + coef0), X, Y)


def is_positive_semidefinite(K):
    eigenvalues = np.linalg.eigvalsh(K)
    return bool(np.all(eigenvalues >= -1e-9 * np.max(np.abs(K))))
