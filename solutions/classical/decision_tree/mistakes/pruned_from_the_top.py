"""A node is compared with its whole subtree as it was before pruning, as when one goes from the root down: what is below
a node has to be pruned first, as it is cheaper then.

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
    if max_depth <= 0 or node["impurity"] <= 1e-12:
        return node
    best = best_split(X, y, criterion, min_leaf)
    if best is None:
        return node
    j, t, _ = best
    left = X[:, j] <= t
    node.update(
        feature=j,
        threshold=t,
        left=grow(X[left], y[left], criterion, max_depth - 1, min_leaf),
        right=grow(X[~left], y[~left], criterion, max_depth - 1, min_leaf),
    )
    return node


def predict(tree, X):
    out = []
    for row in X:
        node = tree
        while "feature" in node:
            node = node["left"] if row[node["feature"]] <= node["threshold"] else node["right"]
        out.append(node["value"])
    return np.array(out)


def leaves(node):
    if "left" not in node:
        return [node]
    return leaves(node["left"]) + leaves(node["right"])


def prune(tree, alpha, total=None):
    total = total or tree["n"]
    if "left" not in tree:
        return dict(tree)
    below = leaves(tree)
    risk = tree["n"] / total * tree["impurity"]
    risk_below = sum(leaf["n"] / total * leaf["impurity"] for leaf in below)
    if (risk - risk_below) / (len(below) - 1) <= alpha + 1e-12:
        return {"n": tree["n"], "impurity": tree["impurity"], "value": tree["value"]}
    return {**tree, "left": prune(tree["left"], alpha, total), "right": prune(tree["right"], alpha, total)}
