"""Loops over copies, targets and points; samples by choice."""

import numpy as np


def decompose(P, Y):
    bias, variance, noise = [], [], []
    for n in range(P.shape[1]):
        p = sum(P[:, n]) / len(P)
        t = sum(Y[:, n]) / len(Y)
        bias.append((t - p) ** 2)
        variance.append(sum((x - p) ** 2 for x in P[:, n]) / len(P))
        noise.append(sum((x - t) ** 2 for x in Y[:, n]) / len(Y))
    return np.array(bias), np.array(variance), np.array(noise)


def expected_error(P, Y):
    total = np.zeros(P.shape[1])
    for p in P:
        for t in Y:
            total += (t - p) ** 2
    return total / (len(P) * len(Y))


def bootstrap_predictions(fit_predict, X, y, X_new, rounds, rng):
    out = np.empty((rounds, len(X_new)))
    for r in range(rounds):
        rows = rng.choice(len(X), len(X), replace=True)
        out[r] = fit_predict(X[rows], y[rows], X_new)
    return out
