"""Each iteration assigns and then updates, so that the labels are those of the centroids before the last update. An iteration
is an update and then an assignment; the first assignment comes before all of them.

caught by: test_iterations
"""

import numpy as np


def assign(X, centroids):
    distances = np.linalg.norm(X[:, np.newaxis] - centroids, axis=2)
    return np.argmin(distances, axis=1)


def update(X, labels, centroids):
    new_centroids = centroids.copy()
    for i in range(len(centroids)):
        if np.any(labels == i):
            new_centroids[i] = X[labels == i].mean(axis=0)
    return new_centroids


def kmeans(X, centroids, max_steps):
    history = []
    for _ in range(max_steps):
        labels = assign(X, centroids)
        history.append(float(np.sum((X - centroids[labels]) ** 2)))
        new_centroids = update(X, labels, centroids)
        if np.allclose(new_centroids, centroids):
            break
        centroids = new_centroids
    return centroids, labels, history
