"""Far from 0 the digits that tell the distances apart are lost, as when the squares are multiplied out, |x|^2 - 2 x.c + |c|^2, of
which all three are huge: the differences x - c are squared.

caught by: test_rows_far_from_0
"""

import numpy as np


def assign(X, centroids):
    x2 = (X**2).sum(axis=1, keepdims=True)
    c2 = (centroids**2).sum(axis=1)
    return (x2 - 2 * X @ centroids.T + c2).argmin(axis=1)


def update(X, labels, centroids):
    new = centroids.astype(float).copy()
    for k in range(len(centroids)):
        members = X[labels == k]
        if len(members) > 0:
            new[k] = members.mean(axis=0)
    return new


def kmeans(X, centroids, max_steps):
    labels = assign(X, centroids)
    history = [float(np.sum((X - centroids[labels]) ** 2))]
    for _ in range(max_steps):
        centroids = update(X, labels, centroids)
        new_labels = assign(X, centroids)
        history.append(float(np.sum((X - centroids[new_labels]) ** 2)))
        if np.array_equal(new_labels, labels):
            break
        labels = new_labels
    return centroids, labels, history
