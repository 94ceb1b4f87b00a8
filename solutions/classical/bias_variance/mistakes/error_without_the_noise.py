"""The noise is missing from the error, as where predictions are held against the mean target: the error is over all pairs of a
copy and a target.

caught by: test_the_expected_error
"""

import numpy as np


def decompose(P, Y):
    mean_prediction = np.mean(P, axis=0)
    mean_target = np.mean(Y, axis=0)
    return (
        np.square(mean_prediction - mean_target),
        np.mean(np.square(P - mean_prediction), axis=0),
        np.mean(np.square(Y - mean_target), axis=0),
    )


def expected_error(P, Y):
    return np.mean(np.square(P - np.mean(Y, axis=0)), axis=0)


def bootstrap_predictions(fit_predict, X, y, X_new, rounds, rng):
    n = X.shape[0]
    result = []
    for _ in range(rounds):
        sample = rng.integers(n, size=n)
        result.append(fit_predict(X[sample], y[sample], X_new))
    return np.vstack(result)
