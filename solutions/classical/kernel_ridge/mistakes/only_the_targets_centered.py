"""Only y is centered, and its mean taken for the intercept: that is right only if the features that the kernel stands for have
the mean 0 too. Solve for b beside the coefficients.

caught by: test_the_coefficients
"""

import numpy as np


def fit(K, y, lam):
    b = y.mean()
    alpha = np.linalg.solve(K + lam * np.eye(len(y)), y - b)
    return alpha, float(b)


def predict(K_new, alpha, b):
    return K_new @ alpha + b


def leave_one_out(K, y, lam):
    n = len(y)
    preds = np.zeros(n)
    for i in range(n):
        keep = np.delete(np.arange(n), i)
        alpha, b = fit(K[np.ix_(keep, keep)], y[keep], lam)
        preds[i] = K[i, keep] @ alpha + b
    return preds
