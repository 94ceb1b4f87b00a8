"""When a row is left out, the intercept stays that of all rows: the fit to the others has an intercept of its own. The diagonal
has to be that of the inverse of the whole matrix with its border.

caught by: test_leaving_a_row_out
"""

import numpy as np


def fit(K, y, lam):
    n = len(y)
    M = np.zeros((n + 1, n + 1))
    M[:n, :n] = K + lam * np.eye(n)
    M[:n, n] = M[n, :n] = 1
    sol = np.linalg.solve(M, np.concatenate([y, [0.0]]))
    return sol[:n], sol[n]


def predict(K_new, alpha, b):
    return K_new @ alpha + b


def leave_one_out(K, y, lam):
    alpha, b = fit(K, y, lam)
    G = np.linalg.inv(K + lam * np.eye(len(y)))
    return y - alpha / np.diag(G)
