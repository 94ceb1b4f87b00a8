"""The labels themselves are used as rows and columns of the table: a negative one counts from the end, where another label
may stand already, and a large one makes the table huge. Number the distinct labels first.

caught by: test_any_labels
"""

import numpy as np


def mutual_information(joint):
    px = joint.sum(axis=1, keepdims=True)
    py = joint.sum(axis=0, keepdims=True)
    nz = joint > 0
    return max(0.0, float(np.sum(joint[nz] * np.log(joint[nz] / (px * py)[nz]))))


def sample_information(x, y):
    joint = np.zeros((x.max() + 1, y.max() + 1))
    for a, b in zip(x, y):
        joint[a, b] += 1
    return mutual_information(joint / len(x))


def rank_features(features, labels):
    scores = [sample_information(features[:, i], labels) for i in range(features.shape[1])]
    return np.argsort(-np.array(scores), kind="stable")
