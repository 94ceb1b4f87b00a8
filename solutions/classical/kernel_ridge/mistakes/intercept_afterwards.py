"""The coefficients are those of a fit without an intercept, and the mean of its residuals is taken for b afterwards: the two are
one system of equations, since another b gives other coefficients.

caught by: test_the_coefficients
"""

import numpy as np


def fit(K, y, lam):
    alpha = np.linalg.solve(K + lam * np.eye(len(y)), y)
    b = np.mean(y - K @ alpha)
    return alpha, float(b)


def predict(K_new, alpha, b):
    return K_new @ alpha + b


def leave_one_out(K, y, lam):
    n = len(y)
    preds = np.zeros(n)
    for i in range(n):
        keep = np.arange(n) != i
        alpha, b = fit(K[keep][:, keep], y[keep], lam)
        preds[i] = K[i, keep] @ alpha + b
    return preds
