"""The out-of-bag score is the mean of how well each tree does on the rows it hasn't seen: it is the accuracy of the
votes, and the forest is better than its trees.

caught by: test_the_out_of_bag_score
"""

import numpy as np


def grow_forest(X, y, n_trees, max_features, rng):
    forest, bags = [], []
    for _ in range(n_trees):
        sample = rng.integers(0, len(X), len(X))
        forest.append(fit_tree(X[sample], y[sample], lambda: rng.choice(X.shape[1], size=max_features, replace=False)))
        bags.append(sample)
    return forest, bags


def predict(trees, X):
    votes = np.stack([predict_tree(t, X) for t in trees], axis=1)
    out = np.empty(len(X), dtype=int)
    for i, v in enumerate(votes):
        labels, counts = np.unique(v, return_counts=True)
        out[i] = labels[counts.argmax()]
    return out


def oob_score(trees, bags, X, y):
    scores = []
    for tree, bag in zip(trees, bags):
        mask = np.ones(len(X), dtype=bool)
        mask[bag] = False
        if mask.any():
            scores.append(np.mean(predict_tree(tree, X[mask]) == y[mask]))
    return float(np.mean(scores))
