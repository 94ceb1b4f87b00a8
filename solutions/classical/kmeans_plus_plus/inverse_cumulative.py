"""Inverts the cumulative law with uniform numbers, and keeps the squared distances from one choice to the next."""

import numpy as np


def squares_to(X, centroid):
    return np.square(X - centroid).sum(axis=1)


def selection_law(X, centroids):
    squares = np.min([squares_to(X, c) for c in centroids], axis=0)
    if not squares.any():
        squares = np.ones(len(X))
    return squares / squares.sum()


def best_candidate(X, centroids, candidates):
    now = np.min([squares_to(X, c) for c in centroids], axis=0)
    after = np.minimum(now, np.stack([squares_to(X, X[c]) for c in candidates]))  # (L, N)
    return int(candidates[int(after.sum(axis=1).argmin())])


def kmeans_plus_plus(X, k, rng, n_candidates):
    chosen = np.empty(k, dtype=np.int64)
    chosen[0] = int(rng.random() * len(X))
    squares = squares_to(X, X[chosen[0]])
    for i in range(1, k):
        weights = squares if squares.any() else np.ones(len(X))
        cumulative = np.cumsum(weights)
        candidates = np.searchsorted(cumulative, rng.random(n_candidates) * cumulative[-1], side="right")
        gains = [np.minimum(squares, squares_to(X, X[c])) for c in candidates]
        best = min(range(n_candidates), key=lambda j: gains[j].sum())
        chosen[i], squares = candidates[best], gains[best]
    return chosen
