"""The same seed gives other rows, as when they are drawn with numpy's global functions: all chance has to come from the
generator that is handed in, or nobody can repeat the run.

caught by: test_chance_comes_from_the_generator
"""

import numpy as np


def selection_law(X, centroids):
    d2 = np.array([min(np.inner(c - x, c - x) for c in centroids) for x in X])
    if d2.sum() == 0:
        return np.ones(len(X)) / len(X)
    return d2 / d2.sum()


def best_candidate(X, centroids, candidates):
    best, best_potential = None, np.inf
    for c in candidates:
        potential = np.min([((X - m) ** 2).sum(axis=1) for m in [*centroids, X[c]]], axis=0).sum()
        if potential < best_potential:
            best, best_potential = c, potential
    return int(best)


def kmeans_plus_plus(X, k, rng, n_candidates):
    indices = [np.random.randint(len(X))]
    while len(indices) < k:
        candidates = np.random.choice(len(X), n_candidates, p=selection_law(X, X[indices]))
        indices.append(best_candidate(X, X[indices], candidates))
    return np.array(indices)
