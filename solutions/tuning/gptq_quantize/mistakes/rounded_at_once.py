"""The error of a column is never made up for by those to come: each weight is rounded to the level nearest to it at first.

caught by: test_columns_make_up_for_the_error
"""

import numpy as np


def inverse_factor(x, damp):
    H = x.T @ x
    H += damp * np.mean(np.diag(H)) * np.eye(H.shape[0])
    Hinv = np.linalg.inv(H)
    return np.linalg.cholesky(Hinv).T


def gptq(weight, scales, u):
    Q = np.zeros_like(weight)
    for j in range(weight.shape[1]):
        Q[:, j] = round_to_grid(weight[:, j], scales)
    return Q


def output_error(x, weight, rounded):
    return float(np.sum((x @ weight.T - x @ rounded.T) ** 2))
