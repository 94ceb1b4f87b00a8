"""The harmonic number is taken to be ln(n - 1) + 0.5772, as the paper does: for few rows that is far off, and the sum
itself is asked for.

caught by: test_the_average_path_length
"""

import numpy as np


def average_path_length(n):
    if n <= 1:
        return 0.0
    if n == 2:
        return 1.0
    return 2.0 * (np.log(n - 1) + 0.5772156649) - 2.0 * (n - 1) / n


def build_tree(X, depth, max_depth, rng):
    if depth >= max_depth or len(X) <= 1:
        return {"size": len(X)}
    features = [j for j in range(X.shape[1]) if X[:, j].min() != X[:, j].max()]
    if not features:
        return {"size": len(X)}
    q = rng.choice(features)
    p = rng.uniform(X[:, q].min(), X[:, q].max())
    mask = X[:, q] < p
    return {
        "feature": int(q),
        "threshold": float(p),
        "left": build_tree(X[mask], depth + 1, max_depth, rng),
        "right": build_tree(X[~mask], depth + 1, max_depth, rng),
    }


def grow_forest(X, n_trees, psi, rng):
    psi = min(psi, len(X))
    max_depth = int(np.ceil(np.log2(psi)))
    forest = []
    for _ in range(n_trees):
        idx = rng.choice(len(X), size=psi, replace=False)
        forest.append(build_tree(X[idx], 0, max_depth, rng))
    return forest


def path_length(x, node, depth=0):
    if "size" in node:
        return depth + average_path_length(node["size"])
    if x[node["feature"]] < node["threshold"]:
        return path_length(x, node["left"], depth + 1)
    return path_length(x, node["right"], depth + 1)


def scores(trees, X, psi):
    c = average_path_length(psi)
    return np.array([2 ** (-np.mean([path_length(x, t) for t in trees]) / c) for x in X])
