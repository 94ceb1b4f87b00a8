"""All pruned trees are listed with their costs, and the first of the cheapest, smallest ones is taken."""

import numpy as np


class Grower:
    def __init__(self, criterion, max_depth, min_leaf):
        self.criterion, self.max_depth, self.min_leaf = criterion, max_depth, min_leaf

    def value(self, y):
        if self.criterion == "gini":
            shifted = y - y.min()
            return np.argmax(np.bincount(shifted)) + y.min()
        return y.sum() / len(y)

    def build(self, X, y, depth=0):
        node = {"n": y.shape[0], "impurity": impurity(y, self.criterion), "value": self.value(y)}
        stop = depth >= self.max_depth or node["impurity"] < 1e-12
        split = None if stop else best_split(X, y, self.criterion, self.min_leaf)
        if split is None:
            return node
        j, t = split[:2]
        right = X[:, j] > t
        node |= {"feature": j, "threshold": t}
        node["left"], node["right"] = (
            self.build(X[~right], y[~right], depth + 1),
            self.build(X[right], y[right], depth + 1),
        )
        return node


def grow(X, y, criterion, max_depth, min_leaf):
    return Grower(criterion, max_depth, min_leaf).build(X, y)


def predict(tree, X):
    values = []
    for x in X:
        node = tree
        while "feature" in node:
            node = node["right"] if x[node["feature"]] > node["threshold"] else node["left"]
        values.append(node["value"])
    return np.asarray(values)


def prune(tree, alpha):
    total = tree["n"]

    def versions(node):
        leaf = {"n": node["n"], "impurity": node["impurity"], "value": node["value"]}
        found = [(node["n"] * node["impurity"] / total, 1, leaf)]
        if "feature" in node:
            for risk1, leaves1, left in versions(node["left"]):
                for risk2, leaves2, right in versions(node["right"]):
                    found.append((risk1 + risk2, leaves1 + leaves2, {**node, "left": left, "right": right}))
        return found

    every = versions(tree)
    lowest = min(risk + alpha * leaves for risk, leaves, _ in every)
    return min((v for v in every if v[0] + alpha * v[1] <= lowest + 1e-12), key=lambda v: v[1])[2]
