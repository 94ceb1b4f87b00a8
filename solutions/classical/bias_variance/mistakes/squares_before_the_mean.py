"""The squares are averaged where the mean is to be squared: the mean of (prediction - mean target)^2 is bias^2 and
variance together.

caught by: test_the_bias
"""

import numpy as np


def decompose(P, Y):
    target = Y.mean(axis=0)
    bias_squared = np.mean((P - target) ** 2, axis=0)
    variance = np.var(P, axis=0)
    noise = np.var(Y, axis=0)
    return bias_squared, variance, noise


def expected_error(P, Y):
    errors = np.zeros(P.shape[1])
    for n in range(P.shape[1]):
        errors[n] = np.mean((Y[:, n][:, None] - P[:, n][None, :]) ** 2)
    return errors


def bootstrap_predictions(fit_predict, X, y, X_new, rounds, rng):
    preds = []
    for _ in range(rounds):
        idx = rng.choice(len(X), size=len(X), replace=True)
        preds.append(fit_predict(X[idx], y[idx], X_new))
    return np.array(preds)
