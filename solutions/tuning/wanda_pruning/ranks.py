"""Counts for each weight how many of its row go before it, and compares that with the number."""

import numpy as np


def wanda_scores(weight, x):
    return abs(weight) * (x**2).sum(0) ** 0.5


def ranks(scores):
    a, b = scores[..., :, None], scores[..., None, :]
    index = np.arange(scores.shape[-1])
    before = (b < a) | ((b == a) & (index[None, :] < index[:, None]))
    return before.sum(axis=-1)


def unstructured_mask(scores, sparsity):
    return ranks(scores) >= np.floor(sparsity * scores.shape[1])


def n_m_mask(scores, n, m):
    groups = scores.reshape(scores.shape[0], scores.shape[1] // m, m)  # ValueError where m doesn't divide
    return (ranks(groups) >= m - n).reshape(scores.shape)


def output_error(weight, mask, x):
    gone = weight * (1 - mask)
    return np.trace(gone @ (x.T @ x) @ gone.T)
