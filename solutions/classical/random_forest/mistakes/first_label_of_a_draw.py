"""Of equally many votes the label that was given first wins: it is the smallest.

caught by: test_the_vote
"""

from collections import Counter

import numpy as np


def grow_forest(X, y, n_trees, max_features, rng):
    n, d = X.shape
    bags = [rng.integers(n, size=n) for _ in range(n_trees)]
    trees = [fit_tree(X[b], y[b], lambda: rng.permutation(d)[:max_features]) for b in bags]
    return trees, bags


def vote(labels):
    return Counter(labels).most_common(1)[0][0]


def predict(trees, X):
    all_predictions = [predict_tree(tree, X).tolist() for tree in trees]
    return np.array([vote(column) for column in zip(*all_predictions)])


def oob_score(trees, bags, X, y):
    predictions = [predict_tree(tree, X).tolist() for tree in trees]
    hits = []
    for i in range(len(y)):
        votes = [p[i] for p, bag in zip(predictions, bags) if i not in bag]
        if votes:
            hits.append(vote(votes) == y[i])
    return float(np.mean(hits))
