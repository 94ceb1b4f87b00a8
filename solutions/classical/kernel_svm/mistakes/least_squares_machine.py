"""An alpha is negative, as in the least squares SVM, whose linear system sets all margins to exactly 1: the inequalities make most
alphas 0 and keep all of them from 0 to C.

caught by: test_the_constraints
"""

import numpy as np


def fit(K, y, C, tol):
    n = len(y)
    A = np.zeros((n + 1, n + 1))
    A[0, 1:] = y
    A[1:, 0] = y
    A[1:, 1:] = np.outer(y, y) * K + np.eye(n) / C
    rhs = np.concatenate([[0.0], np.ones(n)])
    sol = np.linalg.solve(A, rhs)
    return sol[1:], float(sol[0])


def decision_function(K_new, y, alpha, b):
    return K_new @ (alpha * y) + b


def support_vectors(alpha, C):
    return np.where(alpha > 1e-6 * C)[0]
