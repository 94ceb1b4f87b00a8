"""Wanda.

Removing one weight changes the outputs over X by |W_ij| |X_j| in norm: the score is the damage of its own removal.
"""

import numpy as np


def wanda_scores(weight, x):
    return np.abs(weight) * np.linalg.norm(x, axis=0)


def without_smallest(scores, k):
    """True except for the k smallest along the last axis."""
    order = np.argsort(scores, axis=-1, kind="stable")
    mask = np.ones(scores.shape, dtype=bool)
    np.put_along_axis(mask, order[..., :k], False, axis=-1)
    return mask


def unstructured_mask(scores, sparsity):
    return without_smallest(scores, int(sparsity * scores.shape[1]))


def n_m_mask(scores, n, m):
    if scores.shape[1] % m:
        raise ValueError(f"groups of {m} don't divide {scores.shape[1]} columns")
    groups = scores.reshape(len(scores), -1, m)
    return without_smallest(groups, m - n).reshape(scores.shape)


def output_error(weight, mask, x):
    return float(((x @ np.where(mask, 0.0, weight).T) ** 2).sum())
