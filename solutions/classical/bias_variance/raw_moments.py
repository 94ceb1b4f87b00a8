"""Everything from means and mean squares, the error by the sum of the three parts; all samples drawn at once."""

import numpy as np


def moments(A):
    mean = np.einsum("rn->n", A) / len(A)
    return mean, np.einsum("rn,rn->n", A, A) / len(A) - mean**2


def decompose(P, Y):
    (p, variance), (t, noise) = moments(P), moments(Y)
    return [p**2 - 2 * p * t + t**2, variance, np.maximum(noise, 0)]


def expected_error(P, Y):
    return np.sum(decompose(P, Y), axis=0)


def bootstrap_predictions(fit_predict, X, y, X_new, rounds, rng):
    samples = (rng.random((rounds, len(y))) * len(y)).astype(int)
    return np.array([fit_predict(np.take(X, rows, axis=0), np.take(y, rows), X_new) for rows in samples])
