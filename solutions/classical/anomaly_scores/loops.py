"""Row by row with the inverse, and quantiles from sorted values."""

import numpy as np


def quantile(values, q):
    ordered = np.sort(values)
    place = q * (len(ordered) - 1)
    i = int(np.floor(place))
    if i + 1 == len(ordered):
        return ordered[i]
    return (1 - (place - i)) * ordered[i] + (place - i) * ordered[i + 1]


def z_scores(train, x):
    m, s = np.mean(train), np.sqrt(np.mean(train**2) - np.mean(train) ** 2)
    return np.array([abs(v - m) / s for v in x])


def iqr_scores(train, x):
    q1, q3 = quantile(train, 0.25), quantile(train, 0.75)
    out = []
    for v in x:
        distance = q1 - v if v < q1 else v - q3 if v > q3 else 0.0
        out.append(distance / (q3 - q1))
    return np.array(out)


def mahalanobis_scores(train, X):
    m = train.mean(axis=0)
    inverse = np.linalg.inv(sum(np.outer(row - m, row - m) for row in train) / len(train))
    return np.array([np.sqrt((row - m) @ inverse @ (row - m)) for row in X])


def anomalies(train_scores, scores, q):
    limit = quantile(train_scores, q)
    return np.array([bool(s > limit) for s in scores])
