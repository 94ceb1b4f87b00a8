# needs: scipy
"""SciPy's distances and eigenvalues."""

import numpy as np
from scipy.linalg import eigh
from scipy.spatial.distance import cdist


def linear(X, Y):
    return np.inner(X, Y)


def polynomial(X, Y, degree, gamma, coef0):
    return np.power(np.inner(gamma * X, Y) + coef0, degree)


def rbf(X, Y, gamma):
    return np.exp(-gamma * cdist(X, Y, "sqeuclidean"))


def sigmoid(X, Y, gamma, coef0):
    return np.tanh(np.inner(gamma * X, Y) + coef0)


def is_positive_semidefinite(K):
    return bool(eigh(K, eigvals_only=True)[0] >= -1e-9 * np.max(np.abs(K)))
