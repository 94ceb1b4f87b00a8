"""Of equally far rows the same one comes second every time, as when the farthest is taken (farthest-first traversal, which
collects outliers): k-means++ draws a row by the law.

caught by: test_the_second_follows_the_law
"""

import numpy as np


def selection_law(X, centroids):
    d2 = np.min(np.sum((X[:, None, :] - centroids[None, :, :]) ** 2, axis=-1), axis=1)
    if d2.sum() == 0:
        return np.ones(len(X)) / len(X)
    return d2 / d2.sum()


def best_candidate(X, centroids, candidates):
    potentials = []
    for c in candidates:
        both = np.concatenate([centroids, X[[c]]])
        potentials.append(np.min(np.sum((X[:, None, :] - both) ** 2, axis=-1), axis=1).sum())
    return int(candidates[np.argmin(potentials)])


def kmeans_plus_plus(X, k, rng, n_candidates):
    n = len(X)
    indices = [int(rng.integers(n))]
    for _ in range(k - 1):
        d2 = selection_law(X, X[indices])
        indices.append(int(np.argmax(d2)))
    return np.array(indices)
