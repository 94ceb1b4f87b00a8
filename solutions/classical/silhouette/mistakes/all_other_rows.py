"""b is the mean over all rows of other clusters: it is the mean over the nearest other cluster alone.

caught by: test_the_silhouette_of_each_row
"""

import numpy as np


def silhouette_samples(X, labels):
    n = len(X)
    k = len(np.unique(labels))
    if k < 2 or k > n - 1:
        raise ValueError("bad number of clusters")
    s = np.zeros(n)
    for i in range(n):
        d = np.sqrt(((X - X[i]) ** 2).sum(axis=1))
        same = labels == labels[i]
        if same.sum() < 2:
            continue
        a = d[same].sum() / (same.sum() - 1)
        b = d[~same].mean()
        m = max(a, b)
        s[i] = (b - a) / m if m > 0 else 0.0
    return s


def silhouette_score(X, labels):
    return float(np.mean(silhouette_samples(X, labels)))


def elbow_curve(X, labelings):
    out = []
    for z in labelings:
        w = 0.0
        for c in set(z.tolist()):
            rows = X[z == c]
            w += float(((rows - rows.mean(0)) ** 2).sum())
        out.append(w)
    return np.array(out)
