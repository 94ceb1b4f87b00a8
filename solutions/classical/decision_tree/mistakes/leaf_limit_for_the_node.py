"""min_leaf is taken for the number of rows that a node needs to be split: it is what a split has to leave on both sides.

caught by: test_limits_stop_the_growth
"""

import numpy as np


def make_leaf(y, criterion):
    if criterion == "gini":
        labels, counts = np.unique(y, return_counts=True)
        value = labels[np.argmax(counts)]
    else:
        value = np.mean(y)
    return {"n": len(y), "impurity": impurity(y, criterion), "value": value}


def grow(X, y, criterion, max_depth, min_leaf, depth=0):
    node = make_leaf(y, criterion)
    if depth >= max_depth or len(np.unique(y)) == 1 or len(y) < min_leaf:
        return node
    split = best_split(X, y, criterion, 1)
    if split is None:
        return node
    feature, threshold, gain = split
    mask = X[:, feature] <= threshold
    node["feature"] = feature
    node["threshold"] = threshold
    node["left"] = grow(X[mask], y[mask], criterion, max_depth, min_leaf, depth + 1)
    node["right"] = grow(X[~mask], y[~mask], criterion, max_depth, min_leaf, depth + 1)
    return node


def predict_one(node, x):
    if "left" not in node:
        return node["value"]
    if x[node["feature"]] <= node["threshold"]:
        return predict_one(node["left"], x)
    return predict_one(node["right"], x)


def predict(tree, X):
    return np.array([predict_one(tree, x) for x in X])


def prune(tree, alpha):
    total = tree["n"]

    def helper(node):
        R = node["n"] / total * node["impurity"]
        leaf = {k: node[k] for k in ("n", "impurity", "value")}
        if "left" not in node:
            return leaf, R + alpha
        left, cost_left = helper(node["left"])
        right, cost_right = helper(node["right"])
        if R + alpha <= cost_left + cost_right + 1e-12:
            return leaf, R + alpha
        new = dict(node)
        new["left"], new["right"] = left, right
        return new, cost_left + cost_right

    return helper(tree)[0]
