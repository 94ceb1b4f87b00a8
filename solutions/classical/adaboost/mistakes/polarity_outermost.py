"""All stumps of polarity 1 are tried before those of polarity -1, so that of equal stumps a later feature or threshold with
polarity 1 is kept: the feature comes first, then the threshold, then the polarity.

caught by: test_of_equal_stumps_the_first_is_taken
"""

import numpy as np


def fit_stump(X, y, w):
    best_error, best = np.inf, None
    for s in (1, -1):
        for j in range(X.shape[1]):
            xs = np.unique(X[:, j])
            for t in (xs[:-1] + xs[1:]) / 2:
                error = w[np.where(X[:, j] <= t, s, -s) != y].sum()
                if error < best_error:
                    best_error, best = error, (j, t, s)
    return (*best, best_error)


def reweight(w, y, h):
    error = max(w[h != y].sum(), 1e-10)
    alpha = 0.5 * np.log((1 - error) / error)
    new = w * np.exp(-alpha * y * h)
    return alpha, new / new.sum()


def adaboost(X, y, rounds):
    w = np.ones(len(y)) / len(y)
    stumps = []
    for _ in range(rounds):
        j, t, s, error = fit_stump(X, y, w)
        if error >= 0.5 - 1e-12:
            break
        h = np.where(X[:, j] <= t, s, -s)
        alpha, w = reweight(w, y, h)
        stumps.append((j, t, s, alpha))
        if error < 1e-10:
            break
    return stumps


def predict(stumps, X):
    votes = np.zeros(len(X))
    for j, t, s, alpha in stumps:
        votes += alpha * np.where(X[:, j] <= t, s, -s)
    return np.where(votes >= 0, 1, -1)
