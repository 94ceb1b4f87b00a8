"""An empty cluster has no mean, and dividing by its 0 rows makes the centroid nan: a centroid without rows stays where it is.

caught by: test_a_centroid_without_rows_stays
"""

import numpy as np


def assign(X, centroids):
    distances = np.linalg.norm(X[:, np.newaxis] - centroids, axis=2)
    return np.argmin(distances, axis=1)


def update(X, labels, centroids):
    k = centroids.shape[0]
    return np.array([X[labels == i].mean(axis=0) for i in range(k)])


def kmeans(X, centroids, max_steps):
    labels = assign(X, centroids)
    history = [np.sum((X - centroids[labels]) ** 2)]
    for _ in range(max_steps):
        centroids = update(X, labels, centroids)
        new_labels = assign(X, centroids)
        history.append(np.sum((X - centroids[new_labels]) ** 2))
        if np.all(new_labels == labels):
            break
        labels = new_labels
    return centroids, new_labels, history
