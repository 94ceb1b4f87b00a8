"""A random forest on given trees.

Why it works: the variance of a mean of trees is what they have in common and a rest that vanishes with their number.
Bags and drawn features cost each tree a little and take away more of what they share. A row's out-of-bag trees are a
forest that hasn't seen it.
"""

import numpy as np


def grow_forest(X, y, n_trees, max_features, rng):
    n, d = X.shape
    trees, bags = [], []
    for _ in range(n_trees):
        bag = rng.integers(n, size=n)
        trees.append(fit_tree(X[bag], y[bag], lambda: rng.choice(d, max_features, replace=False)))
        bags.append(bag)
    return trees, bags


def predict(trees, X):
    said = np.array([predict_tree(tree, X) for tree in trees])  # (trees, N)
    labels = np.unique(said)
    votes = (said[:, :, None] == labels).sum(axis=0)  # (N, labels)
    return labels[votes.argmax(axis=1)]


def oob_score(trees, bags, X, y):
    right = []
    for row in range(len(y)):
        without = [tree for tree, bag in zip(trees, bags, strict=True) if row not in bag]
        if without:
            right.append(predict(without, X[[row]])[0] == y[row])
    return float(np.mean(right))
