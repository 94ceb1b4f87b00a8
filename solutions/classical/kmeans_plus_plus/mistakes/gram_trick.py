"""The squared distances come from |x|^2 - 2 x.c + |c|^2: for rows far from 0 the large numbers cancel and all digits
are lost. Square the differences.

caught by: test_rows_far_from_the_origin
"""

import numpy as np


def min_sq_dist(X, C):
    d2 = (X**2).sum(axis=1)[:, None] - 2 * X @ C.T + (C**2).sum(axis=1)[None, :]
    return np.maximum(d2, 0).min(axis=1)


def selection_law(X, centroids):
    d2 = min_sq_dist(X, centroids)
    total = d2.sum()
    if total <= 0:
        return np.full(X.shape[0], 1.0 / X.shape[0])
    return d2 / total


def best_candidate(X, centroids, candidates):
    current = min_sq_dist(X, centroids)
    pots = [np.minimum(current, min_sq_dist(X, X[[c]])).sum() for c in candidates]
    return int(candidates[int(np.argmin(pots))])


def kmeans_plus_plus(X, k, rng, n_candidates):
    indices = [int(rng.integers(X.shape[0]))]
    while len(indices) < k:
        p = selection_law(X, X[indices])
        cand = rng.choice(X.shape[0], size=n_candidates, p=p)
        indices.append(best_candidate(X, X[indices], cand))
    return np.array(indices)
