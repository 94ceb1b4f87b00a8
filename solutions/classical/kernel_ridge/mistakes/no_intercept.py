"""There is no intercept: (K + lam I)^-1 y is the whole of scikit-learn's KernelRidge, but here a b that isn't penalized belongs
to the model, and one more equation to the system.

caught by: test_the_coefficients
"""

import numpy as np


def fit(K, y, lam):
    n = K.shape[0]
    alpha = np.linalg.solve(K + lam * np.eye(n), y)
    return alpha, 0.0


def predict(K_new, alpha, b):
    return K_new @ alpha + b


def leave_one_out(K, y, lam):
    n = K.shape[0]
    G = np.linalg.inv(K + lam * np.eye(n))
    alpha = G @ y
    return y - alpha / np.diag(G)
