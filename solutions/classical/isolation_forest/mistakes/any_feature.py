"""The feature is drawn from all of them, and a node whose draw is constant stays a leaf: it is drawn from those that
have two different values.

caught by: test_the_law_of_the_features
"""

import math

import numpy as np


def average_path_length(n):
    if n <= 1:
        return 0.0
    return 2 * sum(1 / i for i in range(1, n)) - 2 * (n - 1) / n


def itree(X, e, limit, rng):
    if e >= limit or len(X) <= 1:
        return {"size": len(X)}
    q = int(rng.integers(X.shape[1]))
    lo, hi = X[:, q].min(), X[:, q].max()
    if lo == hi:
        return {"size": len(X)}
    p = float(rng.uniform(lo, hi))
    left = X[:, q] < p
    return {
        "feature": q,
        "threshold": p,
        "left": itree(X[left], e + 1, limit, rng),
        "right": itree(X[~left], e + 1, limit, rng),
    }


def grow_forest(X, n_trees, psi, rng):
    n = min(psi, len(X))
    limit = math.ceil(math.log2(n))
    return [itree(X[rng.permutation(len(X))[:n]], 0, limit, rng) for _ in range(n_trees)]


def depth_of(x, tree):
    d = 0
    while "left" in tree:
        tree = tree["left"] if x[tree["feature"]] < tree["threshold"] else tree["right"]
        d += 1
    return d + average_path_length(tree["size"])


def scores(trees, X, psi):
    h = np.array([np.mean([depth_of(x, t) for t in trees]) for x in X])
    return np.power(2.0, -h / average_path_length(psi))
