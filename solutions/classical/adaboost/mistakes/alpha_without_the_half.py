"""alpha has no half, as in the multi-class form: with labels -1 and 1 it is 1/2 ln((1 - error) / error).

caught by: test_what_a_stump_weighs
"""

import numpy as np


def stump_predict(X, feature, threshold, polarity):
    pred = np.full(X.shape[0], polarity)
    pred[X[:, feature] > threshold] = -polarity
    return pred


def fit_stump(X, y, w):
    best = None
    min_error = float("inf")
    for feature in range(X.shape[1]):
        values = np.unique(X[:, feature])
        for threshold in (values[:-1] + values[1:]) / 2:
            for polarity in [1, -1]:
                pred = stump_predict(X, feature, threshold, polarity)
                error = np.sum(w[pred != y])
                if error < min_error - 1e-12:
                    min_error = error
                    best = (feature, threshold, polarity, error)
    return best


def reweight(w, y, h):
    error = max(np.sum(w[h != y]), 1e-10)
    alpha = np.log((1 - error) / error)
    w = w * np.exp(-alpha * y * h)
    return alpha, w / np.sum(w)


def adaboost(X, y, rounds):
    n = X.shape[0]
    w = np.ones(n) / n
    stumps = []
    for _ in range(rounds):
        feature, threshold, polarity, error = fit_stump(X, y, w)
        if error >= 0.5 - 1e-12:
            break
        alpha, w = reweight(w, y, stump_predict(X, feature, threshold, polarity))
        stumps.append((feature, threshold, polarity, alpha))
        if error < 1e-10:
            break
    return stumps


def predict(stumps, X):
    total = np.zeros(X.shape[0])
    for feature, threshold, polarity, alpha in stumps:
        total += alpha * stump_predict(X, feature, threshold, polarity)
    return np.where(total >= 0, 1, -1)
