"""The feature is drawn from all of them, and one with a single value is cut too, which parts nothing and leaves a side
empty: it is drawn from those that have two different values.

caught by: test_the_law_of_the_features
"""

import numpy as np


def average_path_length(n):
    if n <= 1:
        return 0.0
    return 2 * sum(1 / i for i in range(1, n)) - 2 * (n - 1) / n


def itree(X, depth, limit, rng):
    if depth >= limit or len(X) <= 1 or np.all(X == X[0]):
        return {"size": len(X)}
    feature = int(rng.integers(X.shape[1]))
    column = X[:, feature]
    threshold = float(rng.uniform(column.min(), column.max()))
    return {
        "feature": feature,
        "threshold": threshold,
        "left": itree(X[column < threshold], depth + 1, limit, rng),
        "right": itree(X[column >= threshold], depth + 1, limit, rng),
    }


def grow_forest(X, n_trees, psi, rng):
    psi = min(psi, len(X))
    limit = int(np.ceil(np.log2(psi)))
    return [itree(X[rng.choice(len(X), psi, replace=False)], 0, limit, rng) for _ in range(n_trees)]


def path_length(x, tree, depth=0):
    if "size" in tree:
        return depth + average_path_length(tree["size"])
    side = "left" if x[tree["feature"]] < tree["threshold"] else "right"
    return path_length(x, tree[side], depth + 1)


def scores(trees, X, psi):
    mean = np.array([np.mean([path_length(x, tree) for tree in trees]) for x in X])
    return 2.0 ** (-mean / average_path_length(psi))
