"""The score is the magnitude of the weight, without the activations: a small weight that meets a large feature matters.

caught by: test_the_scores
"""

import numpy as np


def wanda_scores(weight, x):
    return np.abs(weight)


def unstructured_mask(scores, sparsity):
    k = int(np.floor(sparsity * scores.shape[1]))
    mask = np.ones(scores.shape, dtype=bool)
    for i in range(scores.shape[0]):
        idx = np.argsort(scores[i], kind="stable")[:k]
        mask[i, idx] = False
    return mask


def n_m_mask(scores, n, m):
    if scores.shape[1] % m != 0:
        raise ValueError("m must divide D")
    mask = np.ones(scores.shape, dtype=bool)
    for i in range(scores.shape[0]):
        for j in range(0, scores.shape[1], m):
            idx = np.argsort(scores[i, j : j + m], kind="stable")[: m - n]
            mask[i, j + idx] = False
    return mask


def output_error(weight, mask, x):
    return float(np.sum((x @ weight.T - x @ (weight * mask).T) ** 2))
