"""The penalty is lam |alpha|^2, as of a ridge whose features are the columns of K: it is that of w, alpha^T K alpha, so that K + lam I
takes the place of K^T K + lam I.

caught by: test_the_coefficients
"""

import numpy as np


def fit(K, y, lam):
    means = K.mean(axis=0)
    centered = K - means
    alpha = np.linalg.solve(centered.T @ centered + lam * np.eye(len(y)), centered.T @ (y - y.mean()))
    return alpha, float(y.mean() - means @ alpha)


def predict(K_new, alpha, b):
    return K_new @ alpha + b


def leave_one_out(K, y, lam):
    predictions = np.zeros(len(y))
    for i in range(len(y)):
        rest = np.arange(len(y)) != i
        alpha, b = fit(K[np.ix_(rest, rest)], y[rest], lam)
        predictions[i] = K[i, rest] @ alpha + b
    return predictions
