"""One threshold is taken for the whole matrix: rows with small scores then lose everything. Wanda compares within each output
row.

caught by: test_each_row_loses_its_share
"""

import numpy as np


def wanda_scores(weight, x):
    return np.abs(weight) * np.linalg.norm(x, axis=0)[np.newaxis, :]


def unstructured_mask(scores, sparsity):
    k = int(sparsity * scores.size)
    order = np.argsort(scores.flatten(), kind="stable")
    mask = np.ones(scores.size, dtype=bool)
    mask[order[:k]] = False
    return mask.reshape(scores.shape)


def n_m_mask(scores, n, m):
    M, D = scores.shape
    if D % m != 0:
        raise ValueError("m must divide D")
    groups = scores.reshape(M, D // m, m)
    order = np.argsort(groups, axis=2, kind="stable")
    mask = np.ones_like(groups, dtype=bool)
    np.put_along_axis(mask, order[:, :, : m - n], False, axis=2)
    return mask.reshape(M, D)


def output_error(weight, mask, x):
    full = x @ weight.T
    pruned = x @ (weight * mask).T
    return float(np.sum((full - pruned) ** 2))
