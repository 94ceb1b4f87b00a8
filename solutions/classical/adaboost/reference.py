"""AdaBoost on stumps by trying all of them.

Why it works: the rounds are coordinate descent on the exponential loss, the sum of exp(-y f(x)): the weights are that
loss row by row, the stump with the smallest error is the steepest coordinate, and alpha is the exact step along it.
"""

import numpy as np


def fit_stump(X, y, w):
    best = None
    for feature in range(X.shape[1]):
        values = np.unique(X[:, feature])
        for threshold in (values[:-1] + values[1:]) / 2:
            for polarity in (1, -1):
                h = np.where(X[:, feature] <= threshold, polarity, -polarity)
                error = w[h != y].sum()
                if best is None or error < best[3] - 1e-12:
                    best = feature, float(threshold), polarity, float(error)
    return best


def reweight(w, y, h):
    error = max(w[h != y].sum(), 1e-10)
    alpha = 0.5 * np.log((1 - error) / error)
    w = w * np.exp(-alpha * y * h)
    return float(alpha), w / w.sum()


def adaboost(X, y, rounds):
    w = np.full(len(y), 1 / len(y))
    stumps = []
    for _ in range(rounds):
        feature, threshold, polarity, error = fit_stump(X, y, w)
        if error >= 0.5 - 1e-12:
            break
        alpha, w = reweight(w, y, np.where(X[:, feature] <= threshold, polarity, -polarity))
        stumps.append((feature, threshold, polarity, alpha))
        if error < 1e-10:
            break
    return stumps


def predict(stumps, X):
    votes = np.zeros(len(X))
    for feature, threshold, polarity, alpha in stumps:
        votes += alpha * np.where(X[:, feature] <= threshold, polarity, -polarity)
    return np.where(votes >= 0, 1, -1)
