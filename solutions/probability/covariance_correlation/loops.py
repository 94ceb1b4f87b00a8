"""Pairs of columns one by one, with Python's exact sums; ranks from a sorted list."""

import math

import numpy as np


def centred(column):
    mean = math.fsum(column) / len(column)
    return [value - mean for value in column]


def dot(a, b):
    return math.fsum(p * q for p, q in zip(a, b, strict=True))


def covariance(x, ddof=1):
    columns = [centred(column) for column in x.T.tolist()]
    return np.array([[dot(a, b) / (len(x) - ddof) for b in columns] for a in columns])


def one(a, b, same):
    if max(a) == min(a) or max(b) == min(b):
        return math.nan
    if same:
        return 1.0
    a, b = centred(a), centred(b)
    return min(max(dot(a, b) / math.sqrt(dot(a, a) * dot(b, b)), -1.0), 1.0)


def correlation(x):
    columns = x.T.tolist()
    return np.array([[one(a, b, i == j) for j, b in enumerate(columns)] for i, a in enumerate(columns)])


def rank_correlation(x):
    ranked = np.empty(x.shape)
    for j in range(x.shape[1]):
        order = sorted(x[:, j].tolist())
        for i, value in enumerate(x[:, j].tolist()):
            ranked[i, j] = order.index(value) + (order.count(value) + 1) / 2
    return correlation(ranked)
