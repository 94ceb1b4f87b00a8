"""A table of pairs, beside the table that independence would give.

Why it works: the logarithm of P / (p q) says how much more often a pair occurs than it would by chance, and its mean
over the pairs that occur is a Kullback-Leibler divergence. Pairs without probability are left out before any logarithm.
"""

import numpy as np


def mutual_information(joint):
    chance = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    seen = joint > 0
    return max(0.0, float((joint[seen] * np.log(joint[seen] / chance[seen])).sum()))


def sample_information(x, y):
    x_values, rows = np.unique(x, return_inverse=True)
    y_values, columns = np.unique(y, return_inverse=True)
    counts = np.zeros((len(x_values), len(y_values)))
    np.add.at(counts, (rows, columns), 1)
    return mutual_information(counts / len(x))


def rank_features(features, labels):
    information = np.array([sample_information(column, labels) for column in features.T])
    return np.argsort(-information, kind="stable")
