"""The formula is computed for pairs that never occur as well: 0 log 0 is nan in floating point. Such a pair adds nothing.

caught by: test_pairs_that_never_occur
"""

import numpy as np


def mutual_information(joint):
    px = joint.sum(axis=1, keepdims=True)
    py = joint.sum(axis=0, keepdims=True)
    with np.errstate(all="ignore"):
        mi = np.sum(joint * np.log(joint / (px * py)))
    return float(np.maximum(mi, 0.0))


def sample_information(x, y):
    mi = 0.0
    for a in np.unique(x):
        for b in np.unique(y):
            pxy = np.mean((x == a) & (y == b))
            px, py = np.mean(x == a), np.mean(y == b)
            if pxy > 0:
                mi += pxy * np.log(pxy / (px * py))
    return float(max(mi, 0.0))


def rank_features(features, labels):
    scores = [sample_information(features[:, j], labels) for j in range(features.shape[1])]
    return np.argsort(-np.array(scores), kind="stable")
