"""H(X) + H(Y) - H(X, Y), with counters in place of a table."""

import math
from collections import Counter

import numpy as np


def entropy(probabilities):
    return -math.fsum(p * math.log(p) for p in probabilities if p > 0)


def mutual_information(joint):
    parts = entropy(joint.sum(1).tolist()) + entropy(joint.sum(0).tolist())
    return max(parts - entropy(joint.ravel().tolist()), 0.0)


def counted(values):
    counts = Counter(values)
    return entropy(count / counts.total() for count in counts.values())


def sample_information(x, y):
    x, y = x.tolist(), y.tolist()
    return max(counted(x) + counted(y) - counted(zip(x, y, strict=True)), 0.0)


def rank_features(features, labels):
    worth = {d: sample_information(features[:, d], labels) for d in range(features.shape[1])}
    return np.array(sorted(worth, key=lambda d: -worth[d]))
