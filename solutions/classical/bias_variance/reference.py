"""Bias, variance and noise as moments of predictions and targets.

Why it works: write a target less a prediction as (target - its mean) + (mean - mean) + (mean prediction -
prediction). The mean over all pairs of the three products between these parts is 0, so the mean square is the sum of
the three squares.
"""

import numpy as np


def decompose(P, Y):
    bias_squared = (P.mean(axis=0) - Y.mean(axis=0)) ** 2
    return bias_squared, P.var(axis=0), Y.var(axis=0)


def expected_error(P, Y):
    return ((Y[None, :, :] - P[:, None, :]) ** 2).mean(axis=(0, 1))  # (R, S, N) -> (N,)


def bootstrap_predictions(fit_predict, X, y, X_new, rounds, rng):
    predictions = []
    for _ in range(rounds):
        rows = rng.integers(len(y), size=len(y))
        predictions.append(fit_predict(X[rows], y[rows], X_new))
    return np.stack(predictions)
