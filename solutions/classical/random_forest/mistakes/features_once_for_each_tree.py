"""The features are drawn once for each tree (the random subspace method): in a random forest they are drawn anew for
every split.

caught by: test_every_split_draws_its_features
"""

from collections import Counter

import numpy as np


def grow_forest(X, y, n_trees, max_features, rng):
    trees, bags = [], []
    n_samples, n_features = X.shape
    for _ in range(n_trees):
        idx = rng.choice(n_samples, n_samples, replace=True)
        features = rng.choice(n_features, max_features, replace=False)
        tree = fit_tree(X[idx], y[idx], lambda features=features: features)
        trees.append(tree)
        bags.append(idx)
    return trees, bags


def predict(trees, X):
    predictions = np.array([predict_tree(tree, X) for tree in trees]).T
    result = []
    for row in predictions:
        values, counts = np.unique(row, return_counts=True)
        result.append(values[np.argmax(counts)])
    return np.array(result)


def oob_score(trees, bags, X, y):
    correct = total = 0
    for i in range(len(X)):
        votes = []
        for tree, bag in zip(trees, bags):
            if i not in bag:
                votes.append(int(predict_tree(tree, X[i : i + 1])[0]))
        if not votes:
            continue
        counts = Counter(votes)
        top = max(counts.values())
        label = min(k for k, v in counts.items() if v == top)
        correct += label == y[i]
        total += 1
    return correct / total
