"""np.histogram2d puts the labels into ten bins between the smallest and the largest: labels that are close share a bin. Each
value is a class of its own.

caught by: test_any_labels
"""

import numpy as np


def mutual_information(joint):
    px = joint.sum(axis=1)
    py = joint.sum(axis=0)
    mask = joint > 0
    outer = px[:, None] * py[None, :]
    return float(max(np.sum(joint[mask] * np.log(joint[mask] / outer[mask])), 0))


def sample_information(x, y):
    hist, _, _ = np.histogram2d(x, y)
    return mutual_information(hist / hist.sum())


def rank_features(features, labels):
    scores = [sample_information(features[:, i], labels) for i in range(features.shape[1])]
    return np.argsort(-np.array(scores), kind="stable")
