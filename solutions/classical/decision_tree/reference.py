"""A decision tree as a recursion: a node and two smaller trees.

Why it works: a split changes nothing outside its node, so each side is grown on its own, and the cost of a pruned
tree is a sum over its parts. So the cheapest way to prune a node is the cheapest way to prune both sides, or to make
it a leaf.
"""

import numpy as np


def node_of(y, criterion):
    if criterion == "gini":
        labels, counts = np.unique(y, return_counts=True)
        value = int(labels[counts.argmax()])  # the first of the largest, which is the smallest label
    else:
        value = float(y.mean())
    return {"n": len(y), "impurity": impurity(y, criterion), "value": value}


def grow(X, y, criterion, max_depth, min_leaf):
    node = node_of(y, criterion)
    if max_depth == 0 or node["impurity"] <= 1e-12:
        return node
    split = best_split(X, y, criterion, min_leaf)
    if split is None:
        return node
    feature, threshold, _ = split
    left = X[:, feature] <= threshold
    node["feature"], node["threshold"] = feature, threshold
    node["left"] = grow(X[left], y[left], criterion, max_depth - 1, min_leaf)
    node["right"] = grow(X[~left], y[~left], criterion, max_depth - 1, min_leaf)
    return node


def follow(node, x):
    while "left" in node:
        node = node["left"] if x[node["feature"]] <= node["threshold"] else node["right"]
    return node["value"]


def predict(tree, X):
    return np.array([follow(tree, x) for x in X])


def prune(tree, alpha):
    def cut(node):
        """The pruned node, its risk and its number of leaves."""
        risk = node["n"] / tree["n"] * node["impurity"]
        leaf = {key: node[key] for key in ("n", "impurity", "value")}
        if "left" not in node:
            return leaf, risk, 1
        left, left_risk, left_leaves = cut(node["left"])
        right, right_risk, right_leaves = cut(node["right"])
        below, leaves = left_risk + right_risk, left_leaves + right_leaves
        if risk + alpha <= below + alpha * leaves + 1e-12:
            return leaf, risk, 1
        return {**node, "left": left, "right": right}, below, leaves

    return cut(tree)[0]
