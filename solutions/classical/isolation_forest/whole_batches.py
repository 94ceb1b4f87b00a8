"""A list of nodes that wait to be cut, and all rows sent down a tree at once."""

import math

import numpy as np


def average_path_length(n):
    return (
        2.0 * sum(1 / i for i in range(2, n + 1))
        if n < 2
        else 2.0 * (math.fsum(1 / i for i in range(1, n)) - 1 + 1 / n)
    )


def grow_forest(X, n_trees, psi, rng):
    n, trees = min(psi, X.shape[0]), []
    for _ in range(n_trees):
        root = {}
        waiting = [(root, rng.permutation(X)[:n], 0)]
        while waiting:
            node, rows, depth = waiting.pop()
            spread = np.ptp(rows, axis=0)
            usable = [j for j in range(X.shape[1]) if spread[j] > 0]
            if 2**depth >= n or not usable:
                node["size"] = len(rows)
                continue
            j = usable[rng.integers(len(usable))]
            t = rows[:, j].min() + rng.random() * spread[j]
            node.update(feature=j, threshold=t, left={}, right={})
            waiting.append((node["left"], rows[rows[:, j] < t], depth + 1))
            waiting.append((node["right"], rows[rows[:, j] >= t], depth + 1))
        trees.append(root)
    return trees


def lengths(tree, X):
    if "size" in tree:
        return np.full(len(X), average_path_length(tree["size"]))
    left = X[:, tree["feature"]] < tree["threshold"]
    return 1 + np.where(left, lengths(tree["left"], X), lengths(tree["right"], X))


def scores(trees, X, psi):
    total = sum(lengths(tree, X) for tree in trees)
    return np.exp2(-total / (len(trees) * average_path_length(psi)))
