"""prune calls itself on both sides, and takes the n of each side's root for N: the risk of a node is its share of all rows, those
of the root of the whole tree, or a split deep down looks as important as the first.

caught by: test_the_cheapest_pruned_tree
"""

import numpy as np


def grow(X, y, criterion, max_depth, min_leaf):
    if criterion == "gini":
        values, counts = np.unique(y, return_counts=True)
        value = values[counts.argmax()]
    else:
        value = y.mean()
    node = {"n": len(y), "impurity": impurity(y, criterion), "value": value}
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


def cost(node, alpha, total):
    if "left" in node:
        return cost(node["left"], alpha, total) + cost(node["right"], alpha, total)
    return node["n"] / total * node["impurity"] + alpha


def prune(tree, alpha):
    if "left" not in tree:
        return dict(tree)
    node = {**tree, "left": prune(tree["left"], alpha), "right": prune(tree["right"], alpha)}
    if node["impurity"] + alpha <= cost(node, alpha, tree["n"]) + 1e-12:
        return {key: node[key] for key in ("n", "impurity", "value")}
    return node
