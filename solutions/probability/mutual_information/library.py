# needs: scipy
"""SciPy's entropies and its table of pairs."""

import numpy as np
from scipy.special import rel_entr
from scipy.stats.contingency import crosstab


def mutual_information(joint):
    independent = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    return float(np.maximum(rel_entr(joint, independent).sum(), 0.0))


def sample_information(x, y):
    return mutual_information(crosstab(x, y).count / len(x))


def rank_features(features, labels):
    worth = [sample_information(features[:, d], labels) for d in range(features.shape[1])]
    return np.lexsort((np.arange(len(worth)), -np.array(worth)))
