"""Votes in one matrix of rows and labels, from which the trees that have seen a row are masked out; features by
permutation.
"""

import numpy as np


def count(said, labels, allowed):
    return ((said[:, :, None] == labels) & allowed[:, :, None]).sum(axis=0)


def grow_forest(X, y, n_trees, max_features, rng):
    all_bags = rng.choice(len(X), size=(n_trees, len(X)))
    trees = [fit_tree(X[bag], y[bag], lambda: rng.permutation(X.shape[1])[:max_features]) for bag in all_bags]
    return trees, list(all_bags)


def predict(trees, X):
    said = np.stack([predict_tree(tree, X) for tree in trees])
    labels = np.array(sorted(set(said.ravel().tolist())))
    return labels[np.argmax(count(said, labels, np.ones(said.shape, dtype=bool)), axis=1)]


def oob_score(trees, bags, X, y):
    said = np.stack([predict_tree(tree, X) for tree in trees])
    labels = np.unique(said)
    out = np.array([np.isin(np.arange(len(y)), bag, invert=True) for bag in bags])
    voted = out.any(axis=0)
    chosen = labels[count(said, labels, out).argmax(axis=1)]
    return np.average(chosen[voted] == y[voted])
