"""What is above the row's threshold stays: with equal scores that removes too many or too few. Exactly so many go, by rank.

caught by: test_equal_scores
"""

import numpy as np


def wanda_scores(weight, x):
    return np.abs(weight) * np.linalg.norm(x, axis=0)[np.newaxis, :]


def unstructured_mask(scores, sparsity):
    k = int(sparsity * scores.shape[1])
    if k == 0:
        return np.ones(scores.shape, dtype=bool)
    threshold = np.sort(scores, axis=1)[:, k - 1 : k]
    return scores > threshold


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
