"""The law is in proportion to the distance: it is the square of it, as in the inertia that k-means makes small.

caught by: test_the_law_of_the_next_centroid
"""

import numpy as np


def selection_law(X, centroids):
    distances = np.array([min(np.linalg.norm(x - c) for c in centroids) for x in X])
    if distances.sum() == 0:
        return np.ones(len(X)) / len(X)
    return distances / distances.sum()


def best_candidate(X, centroids, candidates):
    best_idx, best_potential = None, np.inf
    for c in candidates:
        all_centroids = np.vstack([centroids, X[c : c + 1]])
        potential = ((X[:, None] - all_centroids) ** 2).sum(axis=2).min(axis=1).sum()
        if potential < best_potential:
            best_idx, best_potential = c, potential
    return int(best_idx)


def kmeans_plus_plus(X, k, rng, n_candidates):
    indices = [rng.integers(0, X.shape[0])]
    for _ in range(1, k):
        probs = selection_law(X, X[indices])
        candidates = rng.choice(X.shape[0], size=n_candidates, p=probs)
        indices.append(best_candidate(X, X[indices], candidates))
    return np.array(indices)
