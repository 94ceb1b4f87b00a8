"""A list of nodes that wait to be split, all rows of a node predicted at once, and pruning by weakest links."""

import copy

import numpy as np


def grow(X, y, criterion, max_depth, min_leaf):
    root = {}
    waiting = [(root, np.arange(len(y)), 0)]
    while waiting:
        node, rows, depth = waiting.pop()
        part = y[rows]
        if criterion == "gini":
            value = min(set(part.tolist()), key=lambda k: (-(part == k).sum(), k))
        else:
            value = np.mean(part)
        node.update(n=len(rows), impurity=impurity(part, criterion), value=value)
        split = best_split(X[rows], part, criterion, min_leaf)
        if depth < max_depth and node["impurity"] > 1e-12 and split:
            node.update(feature=split[0], threshold=split[1], left={}, right={})
            left = X[rows, split[0]] <= split[1]
            waiting += [(node["left"], rows[left], depth + 1), (node["right"], rows[~left], depth + 1)]
    return root


def predict(tree, X):
    if "left" not in tree:
        return np.full(len(X), tree["value"])
    left = X[:, tree["feature"]] <= tree["threshold"]
    return np.where(left, predict(tree["left"], X), predict(tree["right"], X))


def leaves(node):
    return [node] if "left" not in node else leaves(node["left"]) + leaves(node["right"])


def inner_nodes(node):
    return [] if "left" not in node else [node, *inner_nodes(node["left"]), *inner_nodes(node["right"])]


def prune(tree, alpha):
    tree = copy.deepcopy(tree)

    def risk(node):
        return node["n"] * node["impurity"] / tree["n"]

    def link(node):
        below = leaves(node)
        return (risk(node) - sum(map(risk, below))) / (len(below) - 1)

    while "left" in tree:
        weakest = min(inner_nodes(tree), key=link)
        if link(weakest) > alpha + 1e-12:
            break
        for key in ("feature", "threshold", "left", "right"):
            del weakest[key]
    return tree
