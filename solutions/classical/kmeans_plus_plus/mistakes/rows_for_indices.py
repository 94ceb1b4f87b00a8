"""The rows themselves are returned: what is asked for is their indices, with which X[chosen] gives the rows.

caught by: test_the_first_is_uniform
"""

import numpy as np


def selection_law(X, centroids):
    d2 = np.sum((X[:, None, :] - centroids[None, :, :]) ** 2, axis=-1).min(axis=1)
    if d2.sum() == 0:
        return np.ones(len(X)) / len(X)
    return d2 / d2.sum()


def best_candidate(X, centroids, candidates):
    d2 = np.sum((X[:, None, :] - centroids[None, :, :]) ** 2, axis=-1).min(axis=1)
    potentials = [np.minimum(d2, np.sum((X - X[c]) ** 2, axis=1)).sum() for c in candidates]
    return int(candidates[np.argmin(potentials)])


def kmeans_plus_plus(X, k, rng, n_candidates):
    centroids = [X[rng.integers(len(X))]]
    for _ in range(1, k):
        law = selection_law(X, np.array(centroids))
        candidates = rng.choice(len(X), size=n_candidates, p=law)
        centroids.append(X[best_candidate(X, np.array(centroids), candidates)])
    return np.array(centroids)
