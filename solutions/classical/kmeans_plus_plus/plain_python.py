"""Lists and sums: a running total is compared with one uniform number."""

import math

import numpy as np


def nearest(X, centroids):
    return [min(sum((a - b) ** 2 for a, b in zip(x, c, strict=True)) for c in centroids) for x in X.tolist()]


def selection_law(X, centroids):
    squares = nearest(X, centroids.tolist())
    total = math.fsum(squares)
    return np.array([s / total if total > 0 else 1 / len(X) for s in squares])


def best_candidate(X, centroids, candidates):
    best, smallest = None, math.inf
    for c in candidates.tolist():
        value = sum(nearest(X, [*centroids.tolist(), X[c].tolist()]))
        if value < smallest:
            best, smallest = c, value
    return best


def draw(law, rng):
    left = rng.uniform()
    for n, p in enumerate(law):
        left -= p
        if left < 0:
            return n
    return int(np.argmax(law))


def kmeans_plus_plus(X, k, rng, n_candidates):
    chosen = [draw([1 / len(X)] * len(X), rng)]
    for _ in range(k - 1):
        law = selection_law(X, X[chosen]).tolist()
        candidates = np.array([draw(law, rng) for _ in range(n_candidates)])
        chosen.append(best_candidate(X, X[chosen], candidates))
    return np.array(chosen)
