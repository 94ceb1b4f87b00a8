"""The row itself, at distance 0, is in the mean of its own cluster: a is the mean over the other rows, and there is
one fewer.

caught by: test_the_silhouette_of_each_row
"""

import numpy as np


def silhouette_samples(X, labels):
    n = X.shape[0]
    clusters = np.unique(labels)
    if len(clusters) < 2 or len(clusters) > n - 1:
        raise ValueError("invalid number of clusters")
    dist = np.sqrt(np.sum((X[:, None, :] - X[None, :, :]) ** 2, axis=-1))
    s = np.zeros(n)
    for i in range(n):
        same = labels == labels[i]
        if same.sum() == 1:
            s[i] = 0
            continue
        a = dist[i, same].mean()
        b = min(dist[i, labels == c].mean() for c in clusters if c != labels[i])
        if max(a, b) > 0:
            s[i] = (b - a) / max(a, b)
    return s


def silhouette_score(X, labels):
    return float(np.mean(silhouette_samples(X, labels)))


def elbow_curve(X, labelings):
    curve = []
    for labels in labelings:
        wcss = 0.0
        for c in np.unique(labels):
            points = X[labels == c]
            wcss += np.sum((points - points.mean(axis=0)) ** 2)
        curve.append(wcss)
    return np.array(curve)
