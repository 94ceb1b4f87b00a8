"""Leaves have feature, threshold, left and right too, as None: a leaf has none of the four keys, so that "left" in node tells it
from a node that is split.

caught by: test_a_leaf_has_none_of_the_four_keys
"""

import numpy as np

EMPTY = {"feature": None, "threshold": None, "left": None, "right": None}


def grow(X, y, criterion, max_depth, min_leaf):
    if criterion == "gini":
        values, counts = np.unique(y, return_counts=True)
        value = values[counts.argmax()]
    else:
        value = y.mean()
    node = {"n": len(y), "impurity": impurity(y, criterion), "value": value, **EMPTY}
    if max_depth == 0 or node["impurity"] <= 1e-12:
        return node
    split = best_split(X, y, criterion, min_leaf)
    if split is None:
        return node
    node["feature"], node["threshold"], _ = split
    left = X[:, node["feature"]] <= node["threshold"]
    node["left"] = grow(X[left], y[left], criterion, max_depth - 1, min_leaf)
    node["right"] = grow(X[~left], y[~left], criterion, max_depth - 1, min_leaf)
    return node


def predict(tree, X):
    out = []
    for row in X:
        node = tree
        while node.get("left") is not None:
            node = node["left"] if row[node["feature"]] <= node["threshold"] else node["right"]
        out.append(node["value"])
    return np.array(out)


def prune(tree, alpha):
    total = tree["n"]

    def cut(node):
        cost = node["n"] / total * node["impurity"] + alpha
        if node.get("left") is None:
            return {**node, **EMPTY}, cost
        left, cost_left = cut(node["left"])
        right, cost_right = cut(node["right"])
        if cost <= cost_left + cost_right + 1e-12:
            return {**node, **EMPTY}, cost
        return {**node, "left": left, "right": right}, cost_left + cost_right

    return cut(tree)[0]
