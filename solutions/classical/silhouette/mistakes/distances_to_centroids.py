"""a and b are distances to the centroids: that is the simplified silhouette. Rousseeuw's are means of the distances
to the rows.

caught by: test_the_silhouette_of_each_row
"""

import numpy as np


def silhouette_samples(X, labels):
    n = len(X)
    names = np.unique(labels)
    if len(names) < 2 or len(names) >= n:
        raise ValueError("need between 2 and n - 1 clusters")
    centroids = {c: X[labels == c].mean(axis=0) for c in names}
    scores = np.zeros(n)
    for i in range(n):
        if np.sum(labels == labels[i]) == 1:
            continue
        a = np.linalg.norm(X[i] - centroids[labels[i]])
        b = min(np.linalg.norm(X[i] - centroids[c]) for c in names if c != labels[i])
        if max(a, b) > 0:
            scores[i] = (b - a) / max(a, b)
    return scores


def silhouette_score(X, labels):
    return float(silhouette_samples(X, labels).mean())


def elbow_curve(X, labelings):
    result = []
    for labels in labelings:
        total = 0.0
        for c in np.unique(labels):
            members = X[labels == c]
            total += ((members - members.mean(axis=0)) ** 2).sum()
        result.append(total)
    return np.array(result)
