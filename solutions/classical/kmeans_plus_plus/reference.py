"""Seeding by D^2.

Why it works: a heap without a centroid makes up most of the potential, and one of its rows is drawn in proportion to
that. A single outlier is far away, but a heap of many rows together outweighs it, which is why a draw is better than
taking the farthest row.
"""

import numpy as np


def nearest_squares(X, centroids):
    return ((X[:, None] - centroids) ** 2).sum(axis=2).min(axis=1)  # (N, K, D) -> (N,)


def selection_law(X, centroids):
    squares = nearest_squares(X, centroids)
    total = squares.sum()
    if total == 0:
        return np.full(len(X), 1 / len(X))
    return squares / total


def best_candidate(X, centroids, candidates):
    potentials = [nearest_squares(X, np.vstack([centroids, X[c]])).sum() for c in candidates]
    return int(candidates[np.argmin(potentials)])


def kmeans_plus_plus(X, k, rng, n_candidates):
    chosen = [int(rng.integers(len(X)))]
    while len(chosen) < k:
        centroids = X[chosen]
        candidates = rng.choice(len(X), size=n_candidates, p=selection_law(X, centroids))
        chosen.append(best_candidate(X, centroids, candidates))
    return np.array(chosen)
