"""The mean is taken over the points of a copy: it is over the copies at a point, as bias and variance belong to each
point.

caught by: test_the_variance
"""

import numpy as np


def decompose(P, Y):
    mean_p = P.mean(axis=1, keepdims=True)
    mean_y = Y.mean(axis=1, keepdims=True)
    bias_squared = (mean_p.mean() - mean_y.mean()) ** 2 * np.ones(P.shape[1])
    variance = ((P - mean_p) ** 2).mean(axis=0)
    noise = ((Y - mean_y) ** 2).mean(axis=0)
    return bias_squared, variance, noise


def expected_error(P, Y):
    return np.mean([(t - p) ** 2 for p in P for t in Y], axis=0)


def bootstrap_predictions(fit_predict, X, y, X_new, rounds, rng):
    P = np.zeros((rounds, len(X_new)))
    for r in range(rounds):
        idx = rng.integers(0, len(X), len(X))
        P[r] = fit_predict(X[idx], y[idx], X_new)
    return P
