"""An isolation forest.

Why it works: a uniform cut falls into a gap with a chance in proportion to its width, so a row behind a wide gap is
cut off early. c(n) makes path lengths of trees of any size comparable, and stands for the cuts that the limit has
saved.
"""

import numpy as np


def average_path_length(n):
    return float(2 * (1 / np.arange(1, n)).sum() - 2 * (n - 1) / n)


def grow_tree(rows, cuts_left, rng):
    low, high = rows.min(axis=0), rows.max(axis=0)
    candidates = np.flatnonzero(low < high)
    if cuts_left == 0 or len(candidates) == 0:
        return {"size": len(rows)}
    feature = int(rng.choice(candidates))
    threshold = float(rng.uniform(low[feature], high[feature]))
    left = rows[:, feature] < threshold
    return {
        "feature": feature,
        "threshold": threshold,
        "left": grow_tree(rows[left], cuts_left - 1, rng),
        "right": grow_tree(rows[~left], cuts_left - 1, rng),
    }


def grow_forest(X, n_trees, psi, rng):
    psi = min(psi, len(X))
    limit = int(np.ceil(np.log2(psi)))
    return [grow_tree(X[rng.choice(len(X), psi, replace=False)], limit, rng) for _ in range(n_trees)]


def path_length(node, x):
    cuts = 0
    while "size" not in node:
        node = node["left"] if x[node["feature"]] < node["threshold"] else node["right"]
        cuts += 1
    return cuts + average_path_length(node["size"])


def scores(trees, X, psi):
    lengths = np.array([[path_length(tree, x) for tree in trees] for x in X])
    return 2 ** (-lengths.mean(axis=1) / average_path_length(psi))
