"""A split stays or goes by its own gain: when it gains little but splits below it gain much, cutting it off loses
those too. A node is compared with all that is left below it.

caught by: test_the_cheapest_pruned_tree
"""

import numpy as np


def majority(y):
    values, counts = np.unique(y, return_counts=True)
    return values[np.argmax(counts)]


def grow(X, y, criterion, max_depth, min_leaf):
    node = {
        "n": len(y),
        "impurity": impurity(y, criterion),
        "value": majority(y) if criterion == "gini" else np.mean(y),
    }
    if max_depth == 0 or node["impurity"] <= 1e-12:
        return node
    split = best_split(X, y, criterion, min_leaf)
    if split is not None:
        j, t, gain = split
        left = X[:, j] <= t
        node["feature"], node["threshold"] = j, t
        node["left"] = grow(X[left], y[left], criterion, max_depth - 1, min_leaf)
        node["right"] = grow(X[~left], y[~left], criterion, max_depth - 1, min_leaf)
    return node


def predict(tree, X):
    def one(node, x):
        if "feature" not in node:
            return node["value"]
        return one(node["left"] if x[node["feature"]] <= node["threshold"] else node["right"], x)

    return np.array([one(tree, x) for x in X])


def prune(tree, alpha):
    n = tree["n"]

    def risk(node):
        return node["n"] / n * node["impurity"]

    def visit(node):
        if "left" not in node:
            return dict(node)
        gain = risk(node) - risk(node["left"]) - risk(node["right"])
        if gain <= alpha + 1e-12:
            return {k: node[k] for k in ("n", "impurity", "value")}
        return {**node, "left": visit(node["left"]), "right": visit(node["right"])}

    return visit(tree)
