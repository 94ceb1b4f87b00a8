"""The Gram matrix is centered for the fit, with the mean of y for the intercept, but the kernels of a new row are not: either
those are centered too, or b is what makes the residuals sum to 0.

caught by: test_the_intercept
"""

import numpy as np


def fit(K, y, lam):
    n = len(y)
    H = np.eye(n) - np.ones((n, n)) / n
    alpha = np.linalg.solve(H @ K @ H + lam * np.eye(n), y - y.mean())
    return alpha, float(y.mean())


def predict(K_new, alpha, b):
    return K_new @ alpha + b


def leave_one_out(K, y, lam):
    preds = []
    for i in range(len(y)):
        m = np.arange(len(y)) != i
        alpha, b = fit(K[np.ix_(m, m)], y[m], lam)
        preds.append(K[i, m] @ alpha + b)
    return np.array(preds)
