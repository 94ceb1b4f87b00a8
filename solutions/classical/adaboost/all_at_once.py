"""All stumps of a feature at once, from running sums of w y in its order."""

import numpy as np


def fit_stump(X, y, w):
    rows = []
    for j, x in enumerate(X.T):
        values, group = np.unique(x, return_inverse=True)
        signed = np.bincount(group, weights=w * y)
        agree = 2 * signed.cumsum()[:-1] - signed.sum()  # sum of w y h for polarity 1
        for t, a in zip((values[:-1] + values[1:]) / 2, agree, strict=True):
            rows.append(((w.sum() - a) / 2, j, float(t), 1))
            rows.append(((w.sum() + a) / 2, j, float(t), -1))
    smallest = min(row[0] for row in rows)
    error, j, t, s = next(row for row in rows if row[0] <= smallest + 1e-12)
    return j, t, s, float(error)


def reweight(w, y, h):
    right = h == y
    error = np.clip(w[~right].sum(), 1e-10, None)
    alpha = np.log(1 / error - 1) / 2
    new = w.copy()
    new[right] /= 2 * (1 - error)
    new[~right] /= 2 * error
    return alpha, new / new.sum()


def says(stump, X):
    j, t, s = stump[:3]
    return s * (1 - 2 * (X[:, j] > t))


def adaboost(X, y, rounds):
    w = np.ones(len(y)) / len(y)
    ensemble = []
    while len(ensemble) < rounds:
        stump = fit_stump(X, y, w)
        if not stump[3] < 0.5 - 1e-12:
            break
        alpha, w = reweight(w, y, says(stump, X))
        ensemble.append([*stump[:3], alpha])
        if stump[3] < 1e-10:
            break
    return ensemble


def predict(stumps, X):
    total = np.sum([stump[3] * says(stump, X) for stump in stumps], axis=0)
    return np.sign(np.sign(total) + 0.5).astype(int)
