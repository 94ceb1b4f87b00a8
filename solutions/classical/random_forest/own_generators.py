"""Each tree has a generator of its own, spawned from the one that was handed in, as forests that grow in parallel
do.
"""

from collections import Counter

import numpy as np


class Features:
    def __init__(self, rng, d, m):
        self.rng, self.d, self.m = rng, d, m

    def __call__(self):
        return np.argsort(self.rng.random(self.d))[: self.m].tolist()


def grow_one(X, y, m, rng):
    bag = np.array([int(rng.random() * len(y)) for _ in range(len(y))])
    return fit_tree(X[bag], y[bag], Features(rng, X.shape[1], m)), bag


def grow_forest(X, y, n_trees, max_features, rng):
    pairs = [grow_one(X, y, max_features, child) for child in rng.spawn(n_trees)]
    return [tree for tree, _ in pairs], [bag for _, bag in pairs]


def most(votes):
    counts = Counter(votes)
    return min(label for label in counts if counts[label] == max(counts.values()))


def predict(trees, X):
    columns = [predict_tree(tree, X).tolist() for tree in trees]
    return np.array([most(votes) for votes in zip(*columns, strict=True)])


def oob_score(trees, bags, X, y):
    ballots = [[] for _ in y]
    for tree, bag in zip(trees, bags, strict=True):
        seen = set(bag.tolist())
        for row, label in enumerate(predict_tree(tree, X).tolist()):
            if row not in seen:
                ballots[row].append(label)
    results = [most(ballot) == label for ballot, label in zip(ballots, y.tolist(), strict=True) if ballot]
    return sum(results) / len(results)
