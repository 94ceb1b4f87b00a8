"""The neighbors are the last k of a list sorted upwards and turned round, so that of equally similar ones the higher
number comes first: it is the lower.

caught by: test_equally_similar_neighbors
"""

import numpy as np


def sim(a, b, measure):
    common = ~np.isnan(a) & ~np.isnan(b)
    x, y = a[common], b[common]
    if len(x) == 0:
        return 0.0
    if measure == "pearson":
        x = x - np.mean(x)
        y = y - np.mean(y)
    denominator = np.sqrt(np.sum(x**2) * np.sum(y**2))
    return np.sum(x * y) / denominator if denominator > 1e-6 else 0.0


def similarities(R, measure):
    if measure != "cosine" and measure != "pearson":
        raise ValueError(measure)
    return np.array([[sim(a, b, measure) for b in R] for a in R])


def predict(R, S, user, item, k):
    means = np.nanmean(R, axis=1)
    order = np.argsort(S[user], kind="stable")[::-1]
    neighbors = [v for v in order if v != user and not np.isnan(R[v, item]) and S[user, v] > 0][:k]
    if not neighbors:
        return means[user]
    s = S[user, neighbors]
    return means[user] + np.dot(s, R[neighbors, item] - means[neighbors]) / np.sum(s)
